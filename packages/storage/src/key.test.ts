import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareKeys, type KeyPart, keyAfter, keyToParts, maxKeyBytes, rangeOf, storageKey } from './key'

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom('', '\0', '\0\0', '\0ÿ', '/', '__proto__', 'a', 'a\0', 'a\0b', 'ab', '\u{10ffff}', '\uffff'),
)
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 4 }),
  fc.constantFrom(Uint8Array.of(0), Uint8Array.of(0, 0xff), Uint8Array.of(0xff)),
)
const part = fc.oneof(text, bytes, fc.maxSafeNat(), fc.integer({ min: 0, max: 300 }))
const parts = fc.array(part, { minLength: 1, maxLength: 4 })

/** What the order means, without the encoding. */
function compareParts(a: readonly KeyPart[], b: readonly KeyPart[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = comparePart(a[i]!, b[i]!)
    if (order !== 0) return order
  }
  return a.length - b.length
}

function comparePart(a: KeyPart, b: KeyPart): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'string' && typeof b === 'string') return compareLists(codePoints(a), codePoints(b))
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareLists([...a], [...b])
  return rank(a) - rank(b)
}

const rank = (value: KeyPart) => ['number', 'string', 'object'].indexOf(typeof value)
const codePoints = (value: string) => [...value].map(character => character.codePointAt(0)!)

function compareLists(a: readonly number[], b: readonly number[]): number {
  const differs = a.findIndex((value, i) => value !== b[i])
  return differs < 0 || differs >= b.length ? a.length - b.length : a[differs]! - b[differs]!
}

describe('storageKey', () => {
  test('keys sort as their parts do, and only equal parts give equal keys', () => {
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        expect(Math.sign(compareKeys(storageKey(...a), storageKey(...b)))).toBe(Math.sign(compareParts(a, b)))
      }),
      { numRuns: 2000 },
    )
  })

  test('numbers sort by value up to the largest safe integer', () => {
    const numbers = [0, 1, 255, 256, 65535, 65536, 2 ** 32, 2 ** 48, Number.MAX_SAFE_INTEGER]
    const keys = numbers.map(number => storageKey('log', number))
    expect([...keys].reverse().sort(compareKeys)).toEqual(keys)
  })

  test.each([
    ['no part', []],
    ['a negative number', [-1]],
    ['a fraction', [0.5]],
    ['an unsafe integer', [2 ** 53]],
    ['half a surrogate pair', ['\ud800']],
    ['a text too long', ['x'.repeat(maxKeyBytes - 1)]],
    ['zeros whose escapes are too long', [new Uint8Array(maxKeyBytes / 2)]],
    ['something else', [undefined as unknown as string]],
  ])('refuses %s', (_, refused) => {
    expect(() => storageKey(...refused)).toThrow(expect.objectContaining({ code: 'invalid-key' }))
  })

  test('the layout is for ever', () => {
    expect(Buffer.from(storageKey('a\0é', 258, 0, Uint8Array.of(0, 7))).toString('hex')).toBe(
      '206100ffc3a900' + '120102' + '10' + '3000ff0700',
    )
  })
})

describe('rangeOf', () => {
  test('holds a key if and only if the key starts with the parts', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 2 }), parts, fc.boolean(), (prefix, other, below) => {
        const key = below ? [...prefix, ...other] : other
        const [from, to] = rangeOf(...prefix)
        const inside = compareKeys(from, storageKey(...key)) <= 0 && compareKeys(storageKey(...key), to) < 0
        const starts = key.length >= prefix.length && compareParts(key.slice(0, prefix.length), prefix) === 0
        expect(inside).toBe(starts)
      }),
      { numRuns: 2000 },
    )
  })
})

test('nothing sorts between a key and the key after it', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 3 }),
      fc.uint8Array({ minLength: 1, maxLength: 4 }),
      (a, b) => {
        if (compareKeys(b, a) > 0) expect(compareKeys(b, keyAfter(a))).toBeGreaterThanOrEqual(0)
      },
    ),
  )
})

describe('keyToParts', () => {
  test('gives the parts back', () => {
    fc.assert(
      fc.property(parts, list => {
        expect(keyToParts(storageKey(...list))).toEqual(list)
      }),
    )
    expect(keyToParts(storageKey('\ufeffbom'))).toEqual(['\ufeffbom'])
  })

  test('takes no other bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 8 }), bytes => {
        let list: KeyPart[]
        try {
          list = keyToParts(bytes)
        } catch (error) {
          expect(error).toMatchObject({ code: 'invalid-key' })
          return
        }
        expect(storageKey(...list)).toEqual(bytes)
      }),
    )
  })
})
