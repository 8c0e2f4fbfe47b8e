import { decodeRelayFrame, decodeUpdate, encodeFrame, type Frame, type Receipt, versions } from '@commonplace/protocol'
import * as Y from 'yjs'
import { appendEntries, entriesIn, type NewEntry } from '../../packages/memory/src/model'
import { chanceOf } from './chance'
import type { Kernel } from './kernel'
import { Link, type LinkTarget } from './link'
import type { Attack } from './plan'
import { simulatedRoom } from './relay'

/** What no document may ever hold. */
export const forged = 'FORGED'

const first = 4_000_000_007
const entry = (payload: string): NewEntry => ({ key: 'm', parents: [], payload })

/** Somebody with an account of their own who speaks the protocol as it suits them. */
export class Hostile {
  readonly #world: { kernel: Kernel; seed: number; networkMs: number; relay: LinkTarget }
  #link: Link | null = null
  #links = 0
  #channel: number | null = null
  #seq = 0
  /** where it writes in its own name */
  #own = first
  #taken: readonly number[] = []
  #drawn: Receipt | null = null
  readonly #receipts = new Map<number, Uint8Array>()
  /** somebody's id, to be written under from its beginning once it was named in a join */
  #victim: number | null = null
  #attacks = 0
  #doc = new Y.Doc()
  /** updates of others, as they were fanned out */
  #seen: Uint8Array[] = []

  constructor(world: { kernel: Kernel; seed: number; networkMs: number; relay: LinkTarget }) {
    this.#world = world
  }

  /** the ids that are its own: what it says under them is its affair */
  readonly ids = new Set([first])

  attack(how: Attack): void {
    if (this.#link === null) this.#connect()
    else if (this.#channel !== null) this.#strike(how, this.#channel)
  }

  leave(): void {
    this.#link?.close()
    this.#link = null
    this.#channel = null
  }

  #connect(): void {
    const { kernel, seed, networkMs, relay } = this.#world
    const link = new Link({ kernel, seed, name: `hostile.${++this.#links}`, meanMs: networkMs, target: relay })
    this.#link = link
    const isCurrent = () => this.#link === link
    link.onopen = () => {
      const who = { tenant: 'sim', agent: 'mallory', user: 'm', token: '', client: 'hostile' }
      this.#send({ type: 'hello', versions, ...who })
    }
    link.onclose = () => {
      if (!isCurrent()) return
      this.#link = null
      this.#channel = null
    }
    link.onmessage = ({ data }: { data: ArrayBuffer }) => {
      if (isCurrent()) this.#onFrame(decodeRelayFrame(new Uint8Array(data)))
    }
  }

  #onFrame(frame: ReturnType<typeof decodeRelayFrame>): void {
    if (frame.type === 'welcome') this.#join([this.#own])
    else if (frame.type === 'joined') {
      this.#seq = 0
      this.#taken = frame.taken
      this.#channel = frame.channel
    } else if (frame.type === 'receipts') this.#keep(frame.receipts)
    else if (frame.type === 'synced') this.#settle(frame.channel)
    else if (frame.type === 'piece') this.#learn(frame.update)
    else if (frame.type === 'updates') for (const update of frame.updates) this.#learn(update)
    else if (frame.type === 'refused') this.#join([this.#own])
    else if (frame.type === 'closed') this.#channel = null
  }

  #keep(receipts: readonly Receipt[]): void {
    for (const receipt of receipts) {
      if (receipt.client === this.#own) this.#receipts.set(receipt.client, receipt.mac)
      else this.#drawn = receipt
    }
  }

  /** A relay that does not know it gave it another id. */
  #settle(channel: number): void {
    if (this.#victim !== null) {
      const { update } = appendEntries(new Y.Doc(), this.#victim, [entry(forged)])
      this.#victim = null
      this.#send({ type: 'update', channel, seq: ++this.#seq, lease: null, codec: 0, update })
    }
    if (!this.#taken.includes(this.#own) || !this.#drawn) return
    const { client, mac } = this.#drawn
    this.#own = client
    this.ids.add(client)
    this.#receipts.set(client, mac)
    this.#join([client])
  }

  #learn(update: Uint8Array): void {
    this.#seen.push(update)
    Y.applyUpdate(this.#doc, update)
  }

  #join(ids: readonly number[]): void {
    this.#channel = null
    // It shows the receipt of its own id for others' too.
    const mac = this.#receipts.get(this.#own)
    if (mac) this.#send({ type: 'claim', request: 1, receipts: ids.map(client => ({ client, mac })) })
    this.#send({ type: 'join', request: 1, room: simulatedRoom, epoch: '', ids, vector: new Map(), deletesDigest: 0 })
  }

  #strike(how: Attack, channel: number): void {
    const random = chanceOf(this.#world.seed, 'attack', ++this.#attacks)
    const update = (bytes: Uint8Array, seq = ++this.#seq): void =>
      this.#send({ type: 'update', channel, seq, lease: null, codec: 0, update: bytes })
    const mine = `m${this.#attacks}`
    const victims = this.#seen.flatMap(bytes =>
      [...decodeUpdate(bytes).blocks.values()].flatMap(structs => entriesIn(structs)),
    )
    const victim = victims.filter(({ dot }) => !this.ids.has(dot.client))[random.below(Math.max(1, victims.length))]
    const seen = this.#seen[random.below(Math.max(1, this.#seen.length))]
    if (how === 'write') update(this.#write(mine))
    else if (how === 'garbage') this.#link!.send(Uint8Array.from({ length: 30 }, () => random.below(256)))
    else if (how === 'sequence') update(this.#write(mine), this.#seq + 5)
    else if (how === 'truncate') update(this.#write(mine).slice(0, -1 - random.below(8)))
    else if (how === 'replay' && seen) update(seen)
    else if (how === 'mix' && seen) update(Y.mergeUpdates([seen, this.#write(mine)]))
    else if (how === 'rewrite') update(this.#rewrite(mine))
    else if (how === 'gap') update(this.#gap(mine))
    else if (how === 'forge' && victim) update(this.#forge(victim.dot.client))
    else if (how === 'delete' && victim) update(deletion(victim.dot.client, victim.dot.clock))
    else if (how === 'usurp' && victim) {
      this.#victim = victim.dot.client
      this.#join([this.#own, victim.dot.client])
    } else if (how === 'steal' && victim) this.#join([this.#own, victim.dot.client])
  }

  /** An honest entry on top of everything it knows. */
  #write(payload: string): Uint8Array {
    const copy = this.#copy()
    return appendEntries(copy, this.#own, [entry(payload)]).update
  }

  /** Another past under its own id, then something new: who lacks that past would be fed another one. */
  #rewrite(payload: string): Uint8Array {
    const clock = Y.getState(this.#doc.store, this.#own)
    const doc = new Y.Doc()
    const past = Array.from({ length: clock }, () => entry(forged))
    return appendEntries(doc, this.#own, [...past, entry(payload)]).update
  }

  #gap(payload: string): Uint8Array {
    const copy = this.#copy()
    appendEntries(copy, this.#own, [entry(forged)])
    return appendEntries(copy, this.#own, [entry(payload)]).update
  }

  #forge(client: number): Uint8Array {
    return appendEntries(this.#copy(), client, [entry(forged)]).update
  }

  #copy(): Y.Doc {
    const copy = new Y.Doc()
    for (const bytes of this.#seen) Y.applyUpdate(copy, bytes)
    // A slow reader is sent its own updates too (FO6), on top of those it never learnt from anybody.
    copy.store.pendingStructs = null
    return copy
  }

  #send(frame: Frame): void {
    this.#link?.send(encodeFrame(frame))
  }
}

/** A deletion of one clock: no structs, one client, one range. */
function deletion(client: number, clock: number): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = client
  const text = doc.getArray('x')
  text.push(Array.from({ length: clock + 1 }, () => 0))
  const before = Y.encodeStateVector(doc)
  text.delete(clock, 1)
  return Y.encodeStateAsUpdate(doc, before)
}
