import { expect, test } from 'vitest'
import { middleOf } from './middle'

test('each figure is the middle of its own, whatever row it was played in', () => {
  const rows = [
    { convergedMs: 900, cpuMs: 1 },
    { convergedMs: 10, cpuMs: 30 },
    { convergedMs: 200, cpuMs: 20 },
  ]
  expect(middleOf(rows)).toEqual({ convergedMs: 200, cpuMs: 20 })
  expect(middleOf([])).toEqual({})
})
