import { expect, test } from 'vitest'
import { encodeRecord } from './codec'
import type { Dot } from './dot'
import type { Entry } from './entry'
import { clocksOf, type Erasure, erasedAmong, erasureToValue, keyHash, mayErase, valueToErasure } from './erasure'
import { ErasureIndex } from './erasure-index'
import type { JudgeContext } from './judge-context'
import { factKey, recordKey } from './keys'
import type { Author } from './record-body'

const authors = new Map([
  [1, { agent: 'ada' }],
  [2, { agent: 'bob' }],
])
const context = {
  now: 1000,
  authorOf: (client: number) => authors.get(client),
  mayCurate: (agent: string) => agent === 'curator',
} as JudgeContext

function entry(key: string, dot: Dot, ms: number, parents: readonly Dot[] = []): Entry {
  const isRecord = key.startsWith('r/')
  const payload = encodeRecord({
    type: isRecord ? 'record' : 'fact',
    kind: 'semantic',
    content: 'x',
    ...(!isRecord && { value: 1 }),
    scope: {},
    tags: [],
    author: { agent: 'claimed' },
    time: { ms, count: 0 },
    status: 'plain',
    derivedFrom: [],
  })
  return { key, dot, parents, payload }
}

function erasure(agent: string, dots: readonly Dot[], keys: readonly string[] = []): Erasure {
  const salt = 'salt'
  const hashes = new Set(keys.map(key => keyHash(salt, key)))
  const value = erasureToValue({ salt, dots: clocksOf(dots), keys: hashes, fallen: new Map() })
  return valueToErasure(value, { agent }, { ms: 100, count: 0 })!
}

const erased = (key: string, entries: readonly Entry[], ...erasures: Erasure[]) =>
  dotsOf(erasedAmong(key, entries, new ErasureIndex(erasures).about(key), context))
const dotsOf = (entries: Iterable<Entry>) => [...entries].map(({ dot }) => `${dot.client}.${dot.clock}`)

test('an erased record stays erased in every version, early or late; another record is not touched', () => {
  const first = { client: 1, clock: 4 }
  const key = recordKey(first)
  const entries = [entry(key, first, 10), entry(key, { client: 1, clock: 9 }, 500, [first])]
  expect(erased(key, entries, erasure('ada', [first]))).toEqual(['1.4', '1.9'])
  const other = entry(recordKey({ client: 1, clock: 5 }), { client: 1, clock: 5 }, 10)
  expect(erased(other.key, [other], erasure('ada', [first]))).toEqual([])
})

test('an erasure reaches what its author wrote, a curator’s what anybody wrote, and a forged one nothing', () => {
  const dots = [
    { client: 1, clock: 0 },
    { client: 2, clock: 0 },
  ]
  const key = factKey('a')
  const entries = dots.map(dot => entry(key, dot, 10))
  const by = (agent: string) => erased(key, entries, erasure(agent, dots, [key]))
  expect(by('ada')).toEqual(['1.0'])
  expect(by('curator')).toEqual(['1.0', '2.0'])
  expect(by('mallory')).toEqual([])
})

test('under a fact’s key what is older or descends from what was erased is erased; what is asserted anew stays', () => {
  const key = factKey('a')
  const [gone, older, edit, chain, anew] = [
    entry(key, { client: 1, clock: 0 }, 10),
    entry(key, { client: 1, clock: 1 }, 100),
    entry(key, { client: 1, clock: 2 }, 500, [{ client: 1, clock: 0 }]),
    entry(key, { client: 1, clock: 3 }, 600, [{ client: 1, clock: 2 }]),
    entry(key, { client: 1, clock: 4 }, 500),
  ]
  const all = [gone, older, edit, chain, anew] as Entry[]
  expect(erased(key, all, erasure('ada', [gone!.dot], [key]))).toEqual(['1.0', '1.1', '1.2', '1.3'])
  expect(erased(key, all, erasure('ada', [gone!.dot]))).toEqual([])
})

test('of many versions that were erased by name none is read', () => {
  const dots = Array.from({ length: 100 }, (_, at) => ({ client: 1, clock: 2 * at }))
  let reads = 0
  const unread = (key: string) =>
    dots.map((dot, at): Entry => {
      const { payload, ...version } = entry(key, dot, 10, dots.slice(at - 1, at))
      const read = () => {
        reads++
        return payload
      }
      return Object.defineProperty(version as Entry, 'payload', { get: read })
    })
  for (const key of [recordKey(dots[0]!), factKey('a')])
    expect(erased(key, unread(key), erasure('ada', dots, [key]))).toHaveLength(100)
  expect(reads).toBe(0)
})

test('an erasure says nothing but clocks and hashes, and what is none is not read', () => {
  const value = erasureToValue({
    salt: 's',
    dots: clocksOf([
      { client: 1, clock: 1 },
      { client: 1, clock: 0 },
    ]),
    keys: new Set([keyHash('s', 'f/secret')]),
    fallen: new Map(),
  })
  expect(JSON.stringify(value)).not.toContain('secret')
  expect(value).toMatchObject({ dots: [[1, 0, 2]] })
  for (const wrong of [
    null,
    [],
    {},
    { v: 2, salt: 's', dots: [], keys: [] },
    { v: 1, salt: 's', dots: [[1, 2]], keys: [] },
    { v: 1, salt: 's', dots: [], keys: [], fallen: [[1, 2]] },
  ]) {
    expect(valueToErasure(wrong as never, { agent: 'a' }, { ms: 1, count: 0 })).toBeUndefined()
  }
})

test('clocks that are named more than once, or backwards, are read once or not at all', () => {
  const value = {
    v: 1,
    salt: 's',
    dots: [[1, 5, 20, 0, 10, 50, 40, 30, 30, ...Array(5000).fill([0, 1]).flat()]],
    keys: [],
  }
  expect(valueToErasure(value, { agent: 'a' }, { ms: 1, count: 0 })?.dots).toEqual(new Map([[1, [[0, 20]]]]))
})

test('an agent erases what it wrote for the same user, a curator what anybody did, nobody what has no author', () => {
  const [forAda, forBob] = ['ada', 'bob'].map(user => ({ agent: 'support', user })) as [Author, Author]
  const nobody = () => false
  expect(mayErase(forAda, forAda, nobody)).toBe(true)
  expect(mayErase(forAda, forBob, nobody)).toBe(false)
  expect(mayErase(forAda, { ...forAda, agent: 'billing' }, nobody)).toBe(false)
  expect(mayErase(forAda, undefined, nobody)).toBe(false)
  expect(mayErase(forAda, forBob, agent => agent === 'support')).toBe(true)
})
