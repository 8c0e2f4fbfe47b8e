import { expect, test } from 'vitest'
import * as Y from 'yjs'
import {
  type Author,
  appendEntries,
  type Dot,
  dotToString,
  type Entry,
  EntryIndex,
  encodeRecord,
  factKey,
  type JudgeContext,
  judge,
  nextDot,
  type RecordBody,
  readKey,
  readVersion,
  recordKey,
  type Status,
  stringToDot,
  validatedKey,
  validationKey,
} from '../model'
import { headsOf } from '../model/heads.fixture'
import { judgeNaively } from '../model/property/judge-oracle.fixture'
import { Random, seedsOf } from '../model/property/random.fixture'
import { standNaively } from '../model/property/support-oracle.fixture'
import type { SupportState } from '../model/support-graph'
import type { Space } from '../space/space'
import { Standings } from './standings'

const seeds = seedsOf(1, 250, process.env.SEEDS)
const several = seeds.slice(0, 80)

/** Ada under two ids, bob, a curator, cleo; one whom no relay bound. */
const authors = new Map<number, Author>([
  [10, { agent: 'ada' }],
  [11, { agent: 'ada' }],
  [20, { agent: 'bob' }],
  [30, { agent: 'curator' }],
  [40, { agent: 'cleo' }],
])
const clients = [...authors.keys(), 50]
const context: JudgeContext = {
  now: 100,
  authorOf: client => authors.get(client),
  mayCurate: agent => agent === 'curator',
}
const checkpoint = { kind: 'procedural', validators: 2, among: ['bob', 'cleo', 'ada'] } as const
const idOf = (dot: Dot) => `s.0.${dotToString(dot)}`

test(`what is held back equals the oracle's on every replica, in any order of delivery, whoever misbehaves, whenever what works it out is loaded, seeds ${seeds[0]} to ${seeds.at(-1)}`, async () => {
  const met = new Map<string, number>()
  for (const seed of seeds) await run(seed, met)
  if (seeds.length < 100) return
  for (const what of ['closed', 'forged', 'quarantined', 'refuted', 'unknown', 'verified'])
    expect(met.get(what) ?? 0, `${what} met`).toBeGreaterThan(50)
}, 120_000)

test(`the same where a fact has many versions already, each with a source of its own or the same, seeds ${several[0]} to ${several.at(-1)}`, async () => {
  for (const seed of several) await run(seed, new Map(), 20)
}, 120_000)

/** @param many versions of a fact to begin with, honestly written and delivered in their order */
async function run(seed: number, met: Map<string, number>, many = 0): Promise<void> {
  const random = new Random(seed)
  const source = new Y.Doc({ guid: 'space' })
  const all = new EntryIndex(source)
  const first = Array.from({ length: many }, () => writeVersion(random, source, all))
  const updates: Uint8Array[] = []
  for (let left = 3 + random.int(25); left > 0; left--) updates.push(writeSomething(random, source, all))
  const replicas = [0, 1].map(() => new Replica())
  for (const replica of replicas) await replica.take(first, random)
  for (const replica of replicas) await replica.take(random.shuffle([...updates, ...random.some(updates, 0.2)]), random)
  const expected = expectNaively([...all.keys()].flatMap(key => all.entriesOf(key)))
  for (const [id, { reason, status, trust }] of expected) {
    for (const [at, replica] of replicas.entries()) {
      const where = `seed ${seed}, replica ${at}: ${id}`
      const version = readVersion(replica.index.get(stringToDot(id.slice(4))!)!, context)
      expect(replica.standings.holds(replica.space, version), `${where} held`).toBe(reason)
      expect(replica.standings.statusOf(replica.space, version), `${where} status`).toBe(status)
      expect(replica.standings.trustOf(replica.space, version), `${where} trust`).toBe(trust)
    }
    for (const what of [reason, status, trust]) if (what) met.set(what, (met.get(what) ?? 0) + 1)
  }
}

/** A replica that hears of changes as they come, and works out what follows now and then. */
class Replica {
  readonly index: EntryIndex
  readonly space: Space
  readonly standings = new Standings(
    { checkpoints: [checkpoint], quarantine: [], pause: () => undefined, erasures: { of: () => new Map() } },
    () => context,
  )

  readonly #doc = new Y.Doc({ guid: 'space' })

  constructor() {
    this.index = new EntryIndex(this.#doc)
    const replica = { presentDot: (dot: Dot) => dot }
    this.space = { name: 's', index: this.index, replica } as unknown as Space
    this.standings.opened(this.space)
  }

  async take(updates: readonly Uint8Array[], random: Random): Promise<void> {
    const stop = this.index.onChange(({ keys }) => {
      this.standings.changed()
      for (const key of random.shuffle([...keys])) this.standings.note(this.space, validatedKey(key) ?? key)
    })
    for (const update of updates) {
      if (random.chance(0.2)) await this.standings.ready()
      Y.applyUpdate(this.#doc, update)
      if (random.chance(0.4)) this.standings.settle()
    }
    await this.standings.caughtUp()
    this.standings.settle()
    stop()
  }
}

/** A version of the fact that is honest, and says what it rests on. */
function writeVersion(random: Random, doc: Y.Doc, index: EntryIndex): Uint8Array {
  const client = random.pick([10, 20])
  const heads = headsOf(index.entriesOf(factKey('a')))
  const body: RecordBody = {
    ...{ type: 'fact', kind: 'semantic', content: 'x', value: random.int(3), scope: {}, tags: [], status: 'plain' },
    ...{ author: authors.get(client)!, time: { ms: random.int(9), count: 0 } },
    derivedFrom: [idOf({ client: random.pick(clients), clock: random.int(30) })],
  }
  const entry = { key: factKey('a'), parents: heads.map(({ dot }) => dot), payload: encodeRecord(body) }
  return appendEntries(doc, client, [entry]).update
}

/** An honest write, or one that names, supports, validates or retracts whatever its writer likes. */
function writeSomething(random: Random, doc: Y.Doc, index: EntryIndex): Uint8Array {
  const client = random.pick(clients)
  const own = nextDot(doc, client)
  const present = [...index.keys()].flatMap(key => index.entriesOf(key))
  const anyDot = (): Dot => ({ client: random.pick(clients), clock: random.int(5) })
  const someIds = () =>
    random.chance(0.7)
      ? random.some(present, 0.25).map(({ dot }) => idOf(dot))
      : Array.from({ length: random.int(3) }, () => idOf(anyDot()))
  const shown = present.filter(({ key }) => validatedKey(key) === undefined)
  const dice = random.next()
  const body: RecordBody = {
    ...{ type: 'record', kind: random.pick(['semantic', 'procedural']), content: 'x', scope: {}, tags: [] },
    ...{
      author: random.chance(0.8) ? (authors.get(client) ?? { agent: 'ada' }) : { agent: random.pick(['ada', 'bob']) },
      time: { ms: random.int(9), count: 0 },
    },
    ...{ status: random.pick<Status>(['plain', 'proposed', 'verified']), derivedFrom: someIds() },
  }
  if (dice < 0.3 && shown.length > 0) {
    const target = random.pick(shown)
    const key = validationKey(random.chance(0.9) ? target.key : factKey('a'))
    const earlier = index.entriesOf(key)
    const type = random.pick<RecordBody['type']>(['validation', 'validation', 'validation', 'tombstone', 'record'])
    const said = { ...body, type, of: dotToString(target.dot), status: random.pick<Status>(['verified', 'refuted']) }
    const parents = random.some(earlier, 0.6).map(({ dot }) => dot)
    return appendEntries(doc, client, [{ key, parents, payload: encodeRecord(said) }]).update
  }
  const known = shown.length > 0 && random.chance(0.5) ? random.pick(shown).key : undefined
  const key = known ?? (random.chance(0.6) ? recordKey(random.chance(0.9) ? own : anyDot()) : factKey('a'))
  const type = random.chance(0.2) ? 'tombstone' : readKey(key)!.type === 'fact' ? 'fact' : 'record'
  const payload = encodeRecord({ ...body, type, ...(type === 'fact' && { value: random.int(3) }) })
  const heads = headsOf(index.entriesOf(key)).map(({ dot }) => dot)
  const parents = random.chance(0.8) ? heads : [anyDot(), anyDot()]
  const isSeen = (dot: Dot) => dot.client !== own.client || dot.clock < own.clock
  return appendEntries(doc, client, [{ key, parents: parents.filter(isSeen), payload }]).update
}

/** What must be found of every version that nobody retracted, by the definitions alone. */
function expectNaively(entries: readonly Entry[]) {
  const shown = entries.filter(({ key }) => validatedKey(key) === undefined)
  const versions = new Map<string, SupportState>()
  const retracted = new Set<Entry>()
  const statuses = new Map<string, Status>()
  for (const key of new Set(shown.map(entry => entry.key))) {
    const own = shown.filter(entry => entry.key === key)
    const { ancestors, ignored } = judgeNaively(key, own, context)
    const counts = (entry: Entry) =>
      !['not-permitted', 'loop'].some(reason => ignored.includes(`${dotToString(entry.dot)} ${reason}`))
    for (const entry of own) {
      if (bodyOf(entry).type !== 'tombstone' || !counts(entry)) continue
      for (const ancestor of ancestors.get(entry)!) retracted.add(ancestor)
    }
  }
  for (const entry of shown) {
    const body = bodyOf(entry)
    const status = statusNaively(entry, entries)
    const isGone = retracted.has(entry) || status === 'refuted'
    const isWaiting = isForgedNaively(entry) || (status === 'proposed' && body.kind === checkpoint.kind)
    const supports = body.type === 'tombstone' ? [] : [...new Set(body.derivedFrom)]
    statuses.set(idOf(entry.dot), status)
    versions.set(idOf(entry.dot), {
      own: isGone ? 'gone' : isWaiting ? 'waiting' : 'sound',
      trust: isGone ? 'refuted' : status,
      supports: supports.filter(id => id !== idOf(entry.dot)),
    })
  }
  for (const id of [...versions.values()].flatMap(({ supports }) => supports)) {
    const key = recordKey(stringToDot(id.slice(4))!)
    const own = shown.filter(entry => entry.key === key)
    if (entries.some(({ dot }) => idOf(dot) === id) || own.length === 0) continue
    const isGone = judge(key, own, context).state === 'retracted'
    versions.set(id, { own: isGone ? 'gone' : 'sound', trust: isGone ? 'refuted' : 'unknown', supports: [] })
  }
  const found = standNaively(versions)
  return new Map(
    shown
      .filter(entry => !retracted.has(entry) && bodyOf(entry).type !== 'tombstone')
      .map(entry => {
        const id = idOf(entry.dot)
        const status = statuses.get(id)!
        const { standing, trust } = found.get(id)!
        const isAsked = status === 'proposed' && bodyOf(entry).kind === checkpoint.kind
        const held = standing === 'closed' ? 'closed' : standing === 'waiting' || isAsked ? 'quarantined' : undefined
        return [
          id,
          { reason: isForgedNaively(entry) ? 'forged' : status === 'refuted' ? 'refuted' : held, status, trust },
        ]
      }),
  )
}

function isForgedNaively(entry: Entry): boolean {
  const bound = authors.get(entry.dot.client)
  const { author, type } = bodyOf(entry)
  return bound !== undefined && type !== 'tombstone' && bound.agent !== author.agent && bound.agent !== 'curator'
}

function bodyOf(entry: Entry): RecordBody {
  const { record } = readVersion(entry, context)
  if (!record.ok) throw new Error('everything here is readable')
  return record.body
}

function statusNaively(entry: Entry, entries: readonly Entry[]): Status {
  const body = bodyOf(entry)
  if (body.type === 'tombstone') return 'plain'
  const isAsked = body.kind === checkpoint.kind
  const author = authors.get(entry.dot.client)?.agent ?? body.author.agent
  const found = { verified: 0, refuted: 0 }
  for (const agent of new Set([...authors.values()].map(each => each.agent))) {
    if (agent === author || (isAsked && !(checkpoint.among as readonly string[]).includes(agent))) continue
    const said = entries.filter(
      each =>
        each.key === validationKey(entry.key) &&
        authors.get(each.dot.client)?.agent === agent &&
        ['validation', 'tombstone'].includes(bodyOf(each).type),
    )
    const stands = said.filter(
      each =>
        !said.some(other => other !== each && other.parents.some(dot => dotToString(dot) === dotToString(each.dot))) &&
        bodyOf(each).of === dotToString(entry.dot) &&
        bodyOf(each).type === 'validation',
    )
    if (stands.some(each => bodyOf(each).status === 'refuted')) found.refuted++
    else if (stands.length > 0) found.verified++
  }
  const enough = isAsked ? checkpoint.validators : 1
  if (found.refuted >= enough) return 'refuted'
  if (found.verified >= enough) return 'verified'
  return isAsked || body.status === 'proposed' ? 'proposed' : 'plain'
}
