import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { dotToString } from '../dot'
import { EntryIndex } from '../entry-index'
import { headsOf } from '../heads.fixture'
import { judge } from '../judge'
import type { JudgeContext } from '../judge-context'
import { factKey, recordKey } from '../keys'
import type { Version } from '../version'
import { appendEntries, deleteEntries, nextDot } from '../write'
import { clients, context as plain, randomPayload } from './history.fixture'
import { picture } from './picture.fixture'
import { Random, seedsOf } from './random.fixture'

const seeds = seedsOf(1, 200, process.env.SEEDS)

test(`judged from its heads a key is what it is judged as a whole, seeds ${seeds[0]} to ${seeds.at(-1)}`, () => {
  const met = { heads: 0, whole: 0, looped: 0, several: 0 }
  for (const seed of seeds) run(seed, met)
  if (seeds.length < 100) return
  for (const [what, times] of Object.entries(met)) expect(times, what).toBeGreaterThan(seeds.length / 4)
}, 300_000)

function run(seed: number, met: { heads: number; whole: number; looped: number; several: number }): void {
  const random = new Random(seed)
  const key = random.chance(0.5) ? factKey('a') : recordKey({ client: 10, clock: 0 })
  const doc = new Y.Doc({ guid: 'space' })
  const index = new EntryIndex(doc)
  const back = new Set<string>()
  const share = random.pick([0, 0, 0.2])
  const holds = ({ entry }: Version) => (back.has(dotToString(entry.dot)) ? 'closed' : undefined)
  const context: JudgeContext = { ...plain, holds }
  const late: Uint8Array[] = []
  const calm = random.pick([0.2, 0.4, 0.8])
  for (const update of randomUpdates(random, key)) {
    late.push(update)
    if (random.chance(calm)) continue
    const now = random.chance(0.8) ? late.splice(0) : random.shuffle(late.splice(0, 1 + random.int(late.length)))
    for (const each of random.chance(0.5) ? [Y.mergeUpdates(now)] : now) Y.applyUpdate(doc, each)
    if (random.chance(0.1))
      deleteEntries(
        doc,
        random.some(index.entriesOf(key), 0.1).map(({ dot }) => dot),
      )
    if (random.chance(0.1)) for (const { dot } of random.some(index.entriesOf(key), share)) back.add(dotToString(dot))
    const lineage = index.lineageOf(key)
    if (lineage === undefined) {
      if (index.countOf(key) > 16) met.looped++
      continue
    }
    let isWhole = false
    const all = () => {
      isWhole = true
      return lineage.all()
    }
    const verdict = judge(key, { ...lineage, all }, context)
    met[isWhole ? 'whole' : 'heads']++
    if (!isWhole && verdict.heads.length > 1) met.several++
    const whole = judge(key, index.entriesOf(key), context)
    for (const latest of [undefined, 0, 1, random.int(20)]) {
      expect(picture(verdict, latest), `seed ${seed}, the latest ${latest}`).toEqual(picture(whole, latest))
    }
  }
}

/** Writers who mostly name what is a head; some name what others are yet to write. */
function randomUpdates(random: Random, key: string): Uint8Array[] {
  const docs = new Map(clients.map(client => [client, new Y.Doc({ guid: 'space' })]))
  const hostile = random.pick([0, 0.03, 0.1])
  const written: ReturnType<EntryIndex['entriesOf']> = []
  return Array.from({ length: 20 + random.int(30) }, () => {
    const client = random.pick(clients)
    const doc = docs.get(client)!
    const isForetold = written.length > 15 && random.chance(hostile)
    const others = clients.filter(other => other !== client)
    const foretold = others.map(other => nextDot(docs.get(other)!, other))
    const seen = random.chance(0.8) ? written : random.some(written, 0.8)
    const parents = isForetold ? random.some(foretold, 0.3) : headsOf(seen).map(({ dot }) => dot)
    const entry = { key, parents, payload: randomPayload(random, key) }
    const { update, dots } = appendEntries(doc, client, [entry])
    written.push({ ...entry, dot: dots[0]! })
    return update
  })
}
