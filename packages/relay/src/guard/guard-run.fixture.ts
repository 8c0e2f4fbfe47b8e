import { decodeUpdate, digestDeletes } from '@commonplace/protocol'
import { SeededRandom } from '@commonplace/protocol/testing'
import * as Y from 'yjs'
import { type Admission, admit, type Writer } from './admit'
import { foldFacts } from './fold-facts.fixture'
import { ReferenceRoom, replaysWithoutGap } from './reference-room.fixture'
import { noFacts } from './room-facts'

export type GuardMode = 'entries' | 'any'

interface Agent {
  readonly name: string
  readonly deletesAll: boolean
}

interface Replica {
  readonly agent: Agent
  readonly doc: Y.Doc
  /** updates this replica made */
  readonly made: Uint8Array[]
  sent: number
  seen: number
}

type Kind = 'next' | 'repeat' | 'merged' | 'difference' | 'whole' | 'older' | 'mutated'

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

function editEntries(random: SeededRandom, { doc }: Replica): void {
  if (random.chance(0.75)) {
    const entries = Array.from({ length: 1 + random.below(3) }, () => [
      `k${random.below(3)}`,
      [],
      `${random.below(99)}`,
    ])
    doc.getArray(`w/${doc.clientID.toString(36)}/${random.below(2)}`).push(entries)
    return
  }
  const own = [...doc.share.keys()].filter(name => random.chance(0.3) || name.includes(doc.clientID.toString(36)))
  if (own.length === 0) return
  const array = doc.getArray(random.pick(own))
  if (array.length === 0) return
  const at = random.below(array.length)
  array.delete(at, 1 + random.below(Math.min(2, array.length - at)))
}

function editAnything(random: SeededRandom, { doc }: Replica): void {
  const [map, text, array] = [doc.getMap('m'), doc.getText('t'), doc.getArray('a')]
  const nested = map.get(`n${random.below(2)}`)
  const acts = [
    () => map.set(`k${random.below(3)}`, random.below(9)),
    () => map.delete(`k${random.below(3)}`),
    () => text.insert(random.below(text.length + 1), 'abc'.slice(random.below(3))),
    () => text.length > 0 && text.delete(random.below(text.length), 1),
    () => array.insert(random.below(array.length + 1), [random.below(9), random.below(9)]),
    () => array.length > 0 && array.delete(random.below(array.length), 1),
    () => map.set(`n${random.below(2)}`, new Y.Map([['x', random.below(9)]])),
    () => nested instanceof Y.Map && nested.set(`y${random.below(2)}`, random.below(9)),
  ]
  random.pick(acts)()
}

/** One seeded life of a room: replicas edit, exchange and submit all kinds of updates; the guard must agree with Yjs. */
export class GuardRun {
  readonly #random: SeededRandom
  readonly #mode: GuardMode
  readonly #facts = noFacts()
  readonly #owners = new Map<number, string>()
  readonly #log: Uint8Array[] = []
  readonly #reference: ReferenceRoom
  readonly #replicas: Replica[]
  /** what is wrong, in words; empty when nothing is */
  readonly faults: string[] = []
  submissions = 0

  constructor(seed: number, mode: GuardMode) {
    this.#random = new SeededRandom(seed)
    this.#mode = mode
    this.#reference = new ReferenceRoom(this.#random.chance(0.7))
    const agents = ['ada', 'bob', 'cyd'].map(name => ({ name, deletesAll: mode === 'any' || this.#random.chance(0.3) }))
    this.#replicas = agents.flatMap(agent => [this.#replica(agent), this.#replica(agent)])
  }

  run(steps: number): void {
    for (let step = 0; step < steps && this.faults.length === 0; step++) this.#step()
    const replayed = replaysWithoutGap(this.#log)
    if (replayed === null) this.faults.push('the log has a gap')
    else if (!same(Y.encodeStateVector(replayed), Y.encodeStateVector(this.#reference.doc))) {
      this.faults.push('the log replays to another state')
    }
  }

  #replica(agent: Agent, from?: Uint8Array): Replica {
    const doc = new Y.Doc({ guid: agent.name, gc: this.#random.chance(0.8) })
    doc.clientID = 2 + this.#random.below(2 ** 53 - 2)
    this.#owners.set(doc.clientID, agent.name)
    const replica: Replica = { agent, doc, made: [], sent: 0, seen: 0 }
    if (from !== undefined) Y.applyUpdate(doc, from, 'network')
    doc.on('update', (update, origin) => {
      if (origin !== 'network') replica.made.push(update)
    })
    return replica
  }

  #step(): void {
    const random = this.#random
    const [replica, other, dice] = [random.pick(this.#replicas), random.pick(this.#replicas), random.next()]
    if (dice < 0.35) (this.#mode === 'entries' ? editEntries : editAnything)(random, replica)
    else if (dice < 0.45) Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(replica.doc), 'network')
    else if (dice < 0.5) {
      // May leave the other one pending, whose next difference then carries structs of others.
      if (replica.made.length > 0) Y.applyUpdate(other.doc, random.pick(replica.made), 'network')
    } else if (dice < 0.8) this.#submit(replica)
    else if (dice < 0.93) {
      const until = replica.seen + random.below(this.#log.length - replica.seen + 1)
      for (; replica.seen < until; replica.seen++) Y.applyUpdate(replica.doc, this.#log[replica.seen]!, 'network')
    } else if (dice < 0.96) this.#reference.compact()
    else {
      const at = this.#replicas.indexOf(replica)
      this.#replicas[at] = this.#replica(replica.agent, Y.encodeStateAsUpdate(replica.doc))
    }
  }

  #update({ doc, made, ...replica }: Replica, of: Replica): { kind: Kind; update: Uint8Array } {
    const random = this.#random
    const dice = random.next()
    if (dice < 0.4 && replica.sent < made.length) return { kind: 'next', update: made[of.sent++]! }
    if (dice < 0.5 && made.length > 0) return { kind: 'repeat', update: random.pick(made) }
    if (dice < 0.62 && made.length > 1) {
      const some = [...made.filter(() => random.chance(0.6)), random.pick(made)]
      return { kind: 'merged', update: Y.mergeUpdates(some) }
    }
    const difference = (vector: Map<number, number>) => Y.encodeStateAsUpdate(doc, Y.encodeStateVector(vector))
    if (dice < 0.8) return { kind: 'difference', update: difference(this.#facts.vector) }
    if (dice < 0.86) return { kind: 'whole', update: Y.encodeStateAsUpdate(doc) }
    if (dice < 0.92) {
      const older = [...this.#facts.vector].map(([client, clock]) => [client, random.below(clock + 1)] as const)
      return { kind: 'older', update: difference(new Map(older)) }
    }
    const bytes = (made.length > 0 ? random.pick(made) : Y.encodeStateAsUpdate(doc)).slice()
    for (let flips = 1 + random.below(2); flips > 0; flips--) bytes[random.below(bytes.length)]! ^= 1 << random.below(8)
    return { kind: 'mutated', update: random.chance(0.1) ? Uint8Array.of(...bytes, 0) : bytes }
  }

  #submit(replica: Replica): void {
    this.submissions++
    const { kind, update } = this.#update(replica, replica)
    const isOwn = (client: number): boolean => (this.#owners.get(client) ?? replica.agent.name) === replica.agent.name
    const { deletesAll } = replica.agent
    const writer: Writer = {
      entriesOnly: this.#mode === 'entries',
      mayWrite: isOwn,
      mayDelete: client => deletesAll || isOwn(client),
    }
    const admission = admit(this.#facts, update, writer)
    // A flipped bit may by chance leave an update that Yjs takes as it is, so only what is taken of it is checked.
    if (kind !== 'mutated') this.#checkVerdict(kind, update, admission, isOwn, deletesAll)
    if (admission.take !== null) this.#checkTaken(kind, admission, admission.take, isOwn, deletesAll)
    const isLenient = this.#random.chance(0.2)
    if (admission.take === null || kind === 'mutated' || (admission.drops.length > 0 && !isLenient)) return
    this.#reference.take(admission.take)
    this.#log.push(admission.take)
    foldFacts(this.#facts, admission)
  }

  #checkVerdict(
    kind: Kind,
    update: Uint8Array,
    { take, drops, next }: Admission,
    isOwn: (client: number) => boolean,
    deletesAll: boolean,
  ): void {
    const whole = this.#reference.try(update, isOwn, deletesAll)
    const isAccepted = drops.length === 0
    if (isAccepted !== whole.isFine) {
      this.faults.push(
        `${kind}: the guard ${isAccepted ? 'accepts' : `refuses (${drops[0]?.reason})`}, Yjs does not agree`,
      )
    }
    if (!isAccepted && drops.some(({ code }) => code !== 'causal-gap')) return
    const cut = this.#reference.try(take ?? new Uint8Array(2), isOwn, deletesAll)
    if (isAccepted && !same(cut.state, whole.state)) this.faults.push(`${kind}: cutting changed the result`)
    for (const [client, clock] of whole.vector) {
      const reached = next.get(client) ?? this.#facts.vector.get(client) ?? 0
      if (reached !== clock) this.faults.push(`${kind}: takes up to ${reached}, Yjs integrates up to ${clock}`)
    }
  }

  #checkTaken(
    kind: Kind,
    admission: Admission,
    take: Uint8Array,
    isOwn: (client: number) => boolean,
    deletesAll: boolean,
  ): void {
    if (!this.#reference.try(take, isOwn, deletesAll).isFine) this.faults.push(`${kind}: what is taken is not fine`)
    const { blocks, deletes } = decodeUpdate(take)
    if (digestDeletes(deletes) !== digestDeletes(admission.deletes))
      this.faults.push(`${kind}: deletes other than it says`)
    for (const [client, structs] of blocks) {
      const known = this.#facts.vector.get(client) ?? 0
      if (structs.some(({ id }) => id.clock < known)) this.faults.push(`${kind}: a known struct is forwarded`)
      if (admission.next.get(client) === undefined) this.faults.push(`${kind}: structs of a client that did not grow`)
    }
  }
}
