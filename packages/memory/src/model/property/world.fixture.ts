import * as Y from 'yjs'
import { compactable } from '../compaction'
import type { Dot } from '../dot'
import { entriesIn } from '../entries-in'
import type { Entry } from '../entry'
import { EntryIndex } from '../entry-index'
import { appendEntries, appendHole, deleteEntries, nextDot } from '../write'
import { writeGarbage } from './hostile.fixture'
import { dotsOf, HeadsOracle } from './oracle.fixture'
import { Random } from './random.fixture'
import { refuseOne } from './refusal.fixture'
import { keys, loaded, Replica } from './replica.fixture'

/** A run of a few writers that see each other's work late, twice, out of order, in parts; and one that misbehaves. */
export class World {
  readonly random: Random
  readonly replicas: Replica[]
  readonly oracle = new HeadsOracle()
  readonly counts = { compacted: 0, refused: 0, skipped: 0, most: 0 }
  #log: Uint8Array[] = []
  readonly #hostile: number

  constructor(seed: number) {
    this.random = new Random(seed)
    this.replicas = Array.from({ length: 2 + this.random.int(3) }, () => new Replica(this.random))
    this.#hostile = this.random.chance(0.5) ? this.random.int(this.replicas.length) : -1
  }

  step(): void {
    const { random } = this
    const replica = random.pick(this.replicas)
    const other = random.pick(this.replicas)
    const dice = random.next()
    if (dice < 0.4) this.#write(replica)
    else if (dice < 0.52) this.#compact(replica, random.pick(keys))
    else if (dice < 0.62) other.receive(this.#someStateOf(replica, other))
    else if (dice < 0.7) this.#deliverSome(replica, other)
    else if (dice < 0.78) this.#push(replica)
    else if (dice < 0.86) replica.receive(Y.diffUpdate(this.#merged(), Y.encodeStateVector(replica.doc)))
    else if (dice < 0.89) this.#log = [random.chance(0.5) ? this.#merged() : collected(this.#merged())]
    else if (dice < 0.93) this.#restart(replica)
    else if (dice < 0.97) this.#refuse(replica)
    else this.#undo(replica)
    if (random.chance(0.2)) replica.check()
  }

  /** Gives everybody everything, then compares every replica, one that follows from the start, and a fresh one with the oracle. */
  settle(): void {
    const { random } = this
    for (const replica of this.replicas) this.#log.push(...replica.out, replica.state())
    const all = this.#merged()
    const following = new Replica(random)
    for (const update of random.shuffle([...this.#log, ...random.some(this.#log, 0.2)])) following.receive(update)
    const fresh = random.pick([() => all, () => collected(all), () => Y.encodeStateAsUpdate(following.doc)])()
    for (const replica of this.replicas) replica.receive(all)
    for (const replica of [...this.replicas, following]) {
      replica.check()
      const { pendingStructs, pendingDs } = replica.doc.store
      if (pendingStructs || pendingDs) throw new Error('updates are still waiting')
      entriesIn([...replica.doc.store.clients.values()].flat(), () => this.counts.skipped++)
    }
    const indexes = [...this.replicas, following].map(({ index }) => index)
    indexes.push(new EntryIndex(loaded(random, fresh)))
    for (const key of keys) {
      const expected = this.oracle.headsOf(key)
      for (const index of indexes) {
        const heads = index.headsOf(key)
        this.counts.most = Math.max(this.counts.most, heads.length)
        if (dotsOf(heads) !== expected) throw new Error(`heads of ${key} are ${dotsOf(heads)}, not ${expected}`)
      }
    }
  }

  #write(replica: Replica): void {
    const { random } = this
    if (replica === this.replicas[this.#hostile] && random.chance(0.5)) {
      const victims = this.oracle.writes.map(({ dot }) => dot).filter(({ client }) => client !== replica.client)
      this.#keepUpdate(replica, () => writeGarbage(replica.doc, replica.client, victims, random))
      return
    }
    if (Y.getState(replica.doc.store, replica.client) === 0 && random.chance(0.2)) {
      replica.out.push(appendHole(replica.doc, replica.client, 505 + random.int(8)))
    }
    const next = nextDot(replica.doc, replica.client)
    const entries = Array.from({ length: 1 + random.int(2) }, (_, i) => ({
      key: random.pick(keys),
      parents: [] as Dot[],
      payload: `${next.clock + i}`,
    }))
    for (const entry of entries) entry.parents.push(...this.#parentsIn(replica, entry.key))
    const { update, dots } = appendEntries(replica.doc, replica.client, entries)
    replica.out.push(update)
    for (const [i, entry] of entries.entries()) this.#noteWrite({ ...entry, dot: dots[i]! })
  }

  /** What a writer names: the heads it sees, or some of them; a hostile one names whatever it likes. */
  #parentsIn(replica: Replica, key: string): Dot[] {
    const { random } = this
    const heads = replica.index.headsOf(key).map(({ dot }) => dot)
    if (replica === this.replicas[this.#hostile] && random.chance(0.4)) {
      const others = this.replicas.filter(other => other !== replica)
      const foretold = others.map(other => ({
        client: other.client,
        clock: nextDot(other.doc, other.client).clock + random.int(3),
      }))
      return random.some([...foretold, ...this.oracle.writes.map(({ dot }) => dot)], 0.2)
    }
    return random.chance(0.2) ? random.some(heads, 0.5) : heads
  }

  #noteWrite(entry: Entry): void {
    this.oracle.writes.push(entry)
  }

  /** Some entries are never accepted, some never deleted; which ones is known from their dots. */
  #compact(replica: Replica, key: string): void {
    const dots = compactable(replica.index, key, {
      isAccepted: ({ dot }) => (dot.client + dot.clock) % 7 !== 0,
      mayDelete: ({ dot }) => (dot.client + dot.clock) % 11 !== 0,
    })
    const update = deleteEntries(replica.doc, dots)
    if (update !== null) replica.out.push(update)
    this.counts.compacted += dots.length
  }

  #someStateOf(replica: Replica, other: Replica): Uint8Array {
    return this.random.chance(0.5)
      ? replica.state()
      : Y.encodeStateAsUpdate(replica.doc, Y.encodeStateVector(other.doc))
  }

  #deliverSome(replica: Replica, other: Replica): void {
    const some = this.random.shuffle(this.random.some(replica.out, 0.3))
    if (some.length > 1 && this.random.chance(0.5)) other.receive(Y.mergeUpdates(some))
    else for (const update of some) other.receive(update)
  }

  #push(replica: Replica): void {
    const updates = replica.out.splice(0)
    this.#log.push(...(this.random.chance(0.3) ? this.random.shuffle(updates) : updates))
  }

  #merged(): Uint8Array {
    return this.#log.length > 0 ? Y.mergeUpdates(this.#log) : new Uint8Array([0, 0])
  }

  /** The same writer again, from what it had stored, under a new client id. */
  #restart(replica: Replica): void {
    const fresh = new Replica(this.random, replica.state())
    fresh.out.push(...replica.out)
    replica.index.destroy()
    this.replicas[this.replicas.indexOf(replica)] = fresh
  }

  #refuse(replica: Replica): void {
    const kept = refuseOne(replica, key => this.#parentsIn(replica, key), this.random)
    if (kept === undefined) return
    this.counts.refused++
    for (const entry of kept) this.#noteWrite(entry)
  }

  /** Written and deleted before anybody saw it. */
  #undo(replica: Replica): void {
    const entry = { key: this.random.pick(keys), parents: this.#parentsIn(replica, 'f/a'), payload: 'undone' }
    const { update, dots } = appendEntries(replica.doc, replica.client, [entry])
    replica.out.push(Y.mergeUpdates([update, deleteEntries(replica.doc, dots)!]))
  }

  #keepUpdate(replica: Replica, change: () => void): void {
    const keep = (update: Uint8Array) => replica.out.push(update)
    replica.doc.on('update', keep)
    change()
    replica.doc.off('update', keep)
  }
}

/** Runs a seed; an error names it. */
export function runWorld(seed: number): World['counts'] {
  const world = new World(seed)
  try {
    for (let left = 25 + world.random.int(40); left > 0; left--) world.step()
    world.settle()
  } catch (error) {
    throw new Error(`seed ${seed}: ${(error as Error).message}; run it alone with SEEDS=${seed}`, { cause: error })
  }
  return world.counts
}

/** What a document keeps of an update when it collects its garbage. */
function collected(update: Uint8Array): Uint8Array {
  const doc = new Y.Doc({ guid: 'collector' })
  Y.applyUpdate(doc, update)
  return Y.encodeStateAsUpdate(doc)
}
