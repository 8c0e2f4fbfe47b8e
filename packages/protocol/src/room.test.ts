import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkName, isName, NameError, roomToString } from './room'

describe('room names', () => {
  test('no two rooms share a string', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '/', ':', '1', '2'), maxLength: 6 })
    const room = fc.record({ tenant: text, space: text, segment: fc.nat(30) })
    fc.assert(
      fc.property(room, room, (one, other) => {
        const same = one.tenant === other.tenant && one.space === other.space && one.segment === other.segment
        expect(roomToString(one) === roomToString(other)).toBe(same)
      }),
      { numRuns: 2000 },
    )
    expect(roomToString({ tenant: 'acme', space: 'team', segment: 0 })).toBe('4:acme/4:team/0')
  })

  test('FR7 a name comes back in normalisation form C', () => {
    expect(checkName('cafe\u0301', 'space')).toBe('caf\u00e9')
    expect(isName('caf\u00e9')).toBe(true)
    expect(isName('cafe\u0301')).toBe(false)
  })

  test.each([
    ['an empty name', ''],
    ['a name beyond 256 bytes', '漢'.repeat(86)],
    ['a control character', 'a\u0000b'],
    ['a line feed', 'a\nb'],
    ['a C1 control character', 'a\u0085b'],
    ['half a surrogate pair', 'a\ud83d'],
  ])('FR7 %s is refused, saying whose', (_, name) => {
    expect(isName(name)).toBe(false)
    expect(() => checkName(name, 'space')).toThrow(NameError)
    expect(() => checkName(name, 'space')).toThrow(/^space "/)
  })

  test('FR7 a name of exactly 256 bytes is taken', () => {
    expect(checkName('é'.repeat(128), 'agent')).toBe('é'.repeat(128))
  })
})
