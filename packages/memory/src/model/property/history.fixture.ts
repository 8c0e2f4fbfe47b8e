import { encodeRecord } from '../codec'
import type { Dot } from '../dot'
import { type Entry, entryToRaw, rawToEntry } from '../entry'
import { headsOf } from '../heads.fixture'
import type { JudgeContext } from '../judge-context'
import { factKey, recordKey } from '../keys'
import type { Author } from '../record-body'
import type { Random } from './random.fixture'

const now = 1_000_000

/** The writers of a random history: ada under two ids, bob, a curator, ada's agent for another user, one unknown. */
const authors = new Map<number, Author>([
  [10, { agent: 'ada' }],
  [11, { agent: 'ada' }],
  [20, { agent: 'bob' }],
  [30, { agent: 'curator' }],
  [40, { agent: 'ada', user: 'eve' }],
])
export const clients = [10, 11, 20, 30, 40, 50]

export const context: JudgeContext = {
  now,
  authorOf: client => authors.get(client),
  mayCurate: agent => agent === 'curator',
}

/** Entries of one key by writers who mostly name what is a head, and otherwise whatever they like. */
export function randomHistory(random: Random): { key: string; entries: Entry[] } {
  const key = random.chance(0.5) ? factKey('a') : recordKey({ client: 10, clock: 0 })
  const entries: Entry[] = []
  const clocks = new Map(clients.map(client => [client, 0]))
  for (let left = 1 + random.int(12); left > 0; left--) {
    const client = random.pick(clients)
    const clock = clocks.get(client)!
    clocks.set(client, clock + 1)
    const parents = random.chance(0.7) ? headsOf(random.some(entries, 0.8)).map(({ dot }) => dot) : anyDots(random)
    const raw = entryToRaw({ key, parents, payload: randomPayload(random, key) })
    entries.push(rawToEntry(raw, { client, clock }))
  }
  return { key, entries: random.some(entries, 0.9) }
}

function anyDots(random: Random): Dot[] {
  return Array.from({ length: random.int(4) }, () => ({ client: random.pick(clients), clock: random.int(4) }))
}

/** What a writer says under a key, mostly as it should be. */
export function randomPayload(random: Random, key: string): string {
  const dice = random.next()
  if (dice < 0.05) return random.pick(['', '{', '[]', '[1]', '{"__proto__":1}', '[1,["a"],[1,0],"fact","dream","x"]'])
  if (dice < 0.1) return JSON.stringify([2, ['ada'], [random.int(99), 0], { anything: random.int(2) }])
  const type = random.chance(0.15) ? 'tombstone' : key.startsWith('f/') !== random.chance(0.05) ? 'fact' : 'record'
  return encodeRecord({
    type,
    kind: 'semantic',
    content: `content ${random.int(2)}`,
    ...(type === 'fact' && { value: random.pick([1, 2, null, { a: 1, b: [2] }]) }),
    scope: {},
    tags: random.chance(0.3) ? ['tag'] : [],
    author: { agent: random.pick(['ada', 'bob', 'curator']) },
    time: { ms: random.int(6), count: random.int(2) },
    status: 'plain',
    derivedFrom: [],
    ...(random.chance(0.2) && { pinned: true }),
    ...(random.chance(0.2) && { expires: random.pick([now - 1, now, now + 1]) }),
    ...(random.chance(0.5) && { confidence: random.int(3) / 2 }),
  })
}
