import { describe, expect, test } from 'vitest'
import { leaseHistory, leaseProblems } from './lease-run'
import { type Happened, isLinearizable, type Operation } from './linearizable'

describe('one key of one relay', () => {
  test('LS2 LS4 LS11 what concurrent clients see of leases and claimed writes is one order, whatever the disk and the clock do', () => {
    const counts = new Map<string, number>()
    for (let seed = 1; seed <= 100; seed++) {
      expect(leaseProblems(seed), `seed ${seed}`).toEqual([])
      for (const { operation } of leaseHistory(seed)) counts.set(operation.do, (counts.get(operation.do) ?? 0) + 1)
    }
    for (const name of ['granted', 'held', 'freed', 'renewed', 'lost', 'wrote', 'not-current', 'restarted']) {
      expect(counts.get(name) ?? 0, name).toBeGreaterThan(5)
    }
  })

  test('the check finds two holders, a number given twice, a write after the end, and a grant that a crash forgot', () => {
    const at = (operation: Operation, from: number, to = from): Happened => ({ operation, from, to })
    const granted = at({ do: 'granted', number: 1 }, 1)
    const end = [at({ do: 'invalid', number: 1 }, 3), at({ do: 'freed', number: 1 }, 3, 4)]
    expect(isLinearizable([granted, ...end, at({ do: 'granted', number: 2 }, 4, 5)])).toBe(true)
    expect(isLinearizable([granted, at({ do: 'granted', number: 2 }, 2)])).toBe(false)
    expect(isLinearizable([granted, ...end, at({ do: 'granted', number: 1 }, 5)])).toBe(false)
    expect(isLinearizable([granted, ...end, at({ do: 'wrote', number: 1, over: 0 }, 4, 5)])).toBe(false)
    expect(isLinearizable([granted, at({ do: 'wrote', number: 1, over: 0 }, 2, 5), ...end])).toBe(true)
    expect(isLinearizable([granted, at({ do: 'restarted', number: null, last: 0, version: 0 }, 2)])).toBe(false)
  })
})
