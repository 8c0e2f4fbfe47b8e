import { describe, expect, test } from 'vitest'
import { negotiate, protocolVersion, subprotocol, versions } from './version'

describe('version', () => {
  test.each([
    [[1, 3], [2, 5], 3],
    [[2, 5], [1, 3], 3],
    [[1, 1], [1, 1], 1],
    [[1, 2], [3, 4], null],
    [[3, 4], [1, 2], null],
    [[1, 9], [5, 4], null],
  ] as const)('VN1 of %j and %j both read %j at best', (ours, theirs, best) => {
    expect(negotiate(ours, theirs)).toBe(best)
  })

  test('the subprotocol names the first version, whatever hello and welcome agree on', () => {
    expect(subprotocol).toBe(`commonplace.${versions[0]}`)
    expect(versions[1]).toBe(protocolVersion)
  })
})
