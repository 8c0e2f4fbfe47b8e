import { SeededRandom } from '@commonplace/protocol/testing'
import { expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import { EntryIndex } from './entry-index'
import { type Clocks, type Erasure, keyHash, subjectOf } from './erasure'
import { ErasureIndex } from './erasure-index'
import { factKey, readKey, recordKey, validationKey } from './keys'
import { appendEntries } from './write'

const erasure = (dots: readonly (readonly [number, readonly Clocks[]])[], hashes: Iterable<string> = []): Erasure => ({
  by: { agent: 'ada' },
  time: { ms: 1, count: 0 },
  salt: 'salt',
  dots: new Map(dots),
  fallen: new Map(),
  keys: new Set(hashes),
})

/** Looks at every erasure. */
function aboutAll(key: string, erasures: readonly Erasure[]): Erasure[] {
  const name = subjectOf(key)
  const isRecord = readKey(key)?.type === 'record'
  return erasures.filter(
    ({ dots, keys, salt }) =>
      (!isRecord && keys.has(keyHash(salt, key))) ||
      (name?.type === 'record' &&
        dots.get(name.dot.client)?.some(([from, to]) => name.dot.clock >= from && name.dot.clock < to)),
  )
}

test('finds what looking at every erasure finds, and the keys that each one is about', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const random = new SeededRandom(seed)
    const doc = new Y.Doc()
    const keys: string[] = []
    for (const client of [1, 2]) {
      for (let clock = 0; clock < 100; clock++) {
        const first = random.chance(0.7) ? recordKey({ client, clock }) : factKey(`${client}/${clock}`)
        const key = random.chance(0.2) ? validationKey(first) : first
        appendEntries(doc, client, [{ key, parents: [], payload: '' }])
        keys.push(key)
      }
    }
    const index = new EntryIndex(doc)
    const range = (): Clocks => {
      const from = random.below(120)
      return [from, random.chance(0.1) ? 2 ** 52 : from + random.below(70)]
    }
    const erasures = Array.from({ length: 12 }, () =>
      erasure(
        [1, 2].filter(() => random.chance(0.5)).map(client => [client, [range(), range()]]),
        random.chance(0.5) ? [keyHash('salt', random.pick(keys)), keyHash('salt', random.pick(keys))] : [],
      ),
    )
    const found = new ErasureIndex(erasures.slice(0, 6))
    for (const each of erasures.slice(6)) found.add(each)
    for (const key of keys)
      expect(new Set(found.about(key)), `seed ${seed} ${key}`).toEqual(new Set(aboutAll(key, erasures)))
    const erased = new Set(keys.filter(key => aboutAll(key, erasures).length > 0))
    for (const some of [erasures, ...erasures.map(each => [each])]) {
      const given = new Set(found.keysOf(some, index))
      const missing = keys.filter(key => aboutAll(key, some).length > 0 && !given.has(key))
      const other = [...given].filter(key => !erased.has(key))
      expect([missing, other], `seed ${seed}`).toEqual([[], []])
    }
  }
})

test('a range that runs backwards hides no wide one: of a wide one, keys are looked through and not clocks', () => {
  const doc = new Y.Doc()
  const key = recordKey({ client: 1, clock: 0 })
  appendEntries(doc, 1, [{ key, parents: [], payload: '' }])
  const index = new EntryIndex(doc)
  const countOf = index.countOf.bind(index)
  let looks = 0
  index.countOf = each => {
    if (++looks > 100_000) throw new Error('every clock is looked at')
    return countOf(each)
  }
  const hostile = erasure([[1, [[0, 2 ** 52] as Clocks, [2 ** 52, 0] as Clocks]]])
  expect([...new ErasureIndex([hostile]).keysOf([hostile], index)]).toEqual([key])
})

test('a range costs two places at most, however wide: one line of 64 kB fills no table', () => {
  const widths = [1, 31, 32, 33, 8192, 8193, 2 ** 40]
  const ranges = Array.from({ length: 7000 }, (_, i): Clocks => [i * 2 ** 20, i * 2 ** 20 + widths[i % widths.length]!])
  const set = vi.spyOn(Map.prototype, 'set')
  onTestFinished(() => set.mockRestore())
  const index = new ErasureIndex([erasure([[1, ranges]])])
  expect(set.mock.calls.length).toBeLessThan(4 * ranges.length)
  set.mockRestore()
  for (const [from, to] of ranges.slice(0, 7)) {
    for (const clock of [from, to - 1]) expect(index.about(recordKey({ client: 1, clock }))).toHaveLength(1)
  }
  expect(index.about(recordKey({ client: 1, clock: 1 }))).toHaveLength(0)
})

test('a key costs the same after ten thousand erasures elsewhere as after ten', () => {
  const looksAfter = (count: number) => {
    let looks = 0
    const counted = (clocks: Clocks): Clocks =>
      new Proxy(clocks, {
        get(target, name) {
          looks++
          return Reflect.get(target, name)
        },
      })
    const index = new ErasureIndex(
      Array.from({ length: count }, (_, i) => erasure([[1, [counted([i * 50, i * 50 + 1])]]])),
    )
    looks = 0
    expect(index.about(recordKey({ client: 1, clock: 150 }))).toHaveLength(1)
    return looks
  }
  expect(looksAfter(10_000)).toBe(looksAfter(10))
})
