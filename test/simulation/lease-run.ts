import { defaultLimits } from '@commonplace/protocol'
import { SeededRandom } from '@commonplace/protocol/testing'
import { acquireLease, leaseStored } from '../../packages/relay/src/lease/acquire'
import { expireLease, leaseDropped, releaseLease } from '../../packages/relay/src/lease/end'
import { renewLease } from '../../packages/relay/src/lease/renew'
import { beginCommit } from '../../packages/relay/src/room/begin-commit'
import { committed } from '../../packages/relay/src/room/commit'
import type { Effect } from '../../packages/relay/src/room/effect'
import { joinRoom } from '../../packages/relay/src/room/join'
import type { LogItem } from '../../packages/relay/src/room/log-item'
import { createRoom, type Room } from '../../packages/relay/src/room/room'
import type { StoredLease } from '../../packages/relay/src/room/stored-lease'
import { updateRoom } from '../../packages/relay/src/room/update'
import { Writer } from '../../packages/relay/src/server/raw-client.fixture'
import { type Happened, isLinearizable, type Operation } from './linearizable'

const key = 'key'

type Untold = Extract<Operation, { do: 'granted' | 'wrote' }>

interface Asked {
  readonly from: number
  /** what the answer means */
  readonly operation: (effect: Effect) => Operation | null
  /** what it did already */
  readonly untold?: Untold
}

/** Three clients, a relay whose disk is slow and whose process may die, and what each client saw of one key. */
class Run {
  readonly history: Happened[] = []
  readonly #random: SeededRandom
  readonly #disk = { items: [] as LogItem[], leases: new Map<number, StoredLease>(), last: 0 }
  readonly #commits: { write: () => void; after: () => Effect[] }[] = []
  /** what each client waits for: when it asked, and what the answer to it means */
  readonly #asked = new Map<number, Asked>()
  readonly #lease = new Map<number, number>()
  readonly #writers = new Map<number, { writer: Writer; seq: number }>()
  /** dots of the claimed writes in their order */
  #chain: number[][] = []
  #room!: Room
  #clock = 0
  #clients = 100

  constructor(seed: number) {
    this.#random = new SeededRandom(seed)
    this.#start()
  }

  run(steps: number): void {
    for (let step = 0; step < steps; step++) {
      this.#clock++
      const x = this.#random.next()
      const client = 1 + this.#random.below(3)
      if (x < 0.5) this.#ask(client)
      else if (x < 0.9) this.#commit()
      else if (x < 0.97) this.#expire()
      else this.#start()
    }
    while (this.#commits.length > 0) {
      this.#clock++
      this.#commit()
    }
  }

  /** The process begins, with what is on disk; what was under way may be there or not. */
  #start(): void {
    const { items, leases, last } = this.#disk
    // What took effect and was not told may have been seen by others before it was forgotten.
    for (const { from, untold } of this.#asked.values()) {
      if (untold) this.history.push({ operation: { ...untold, isUntold: true }, from, to: this.#clock })
    }
    this.#asked.clear()
    this.#commits.length = 0
    const [number = null] = leases.keys()
    const restarted = { do: 'restarted', number, last, version: items.length } as const
    this.history.push({ operation: restarted, from: this.#clock, to: this.#clock })
    const stored = { last, leases: [...leases.values()] }
    this.#room = createRoom({ channel: 1, epoch: 'e', mode: 'entries', items: [...items], leases: stored })
    this.#chain = this.#chain.slice(0, items.length)
    for (const client of [1, 2, 3]) this.#join(client)
  }

  #join(client: number): void {
    const writer = new Writer(++this.#clients)
    this.#writers.set(client, { writer, seq: 0 })
    const joiner = { id: client, agent: `agent ${client}`, user: '', rights: new Set(['read', 'append'] as const) }
    const request = { request: 0, ids: [writer.client], epoch: '', vector: new Map(), deletesDigest: 0 }
    joinRoom(this.#room, joiner, request)
  }

  #ask(client: number): void {
    if (this.#asked.has(client) || this.#room.members.get(client)?.joining !== null) return
    const number = this.#lease.get(client)
    const x = this.#random.next()
    if (number === undefined || x < 0.2) this.#acquire(client)
    else if (x < 0.4) this.#wait(client, endOf(number), releaseLease(this.#room, client, tokenOf(number)))
    else if (x < 0.6) this.#wait(client, renewalOf(number), renewLease(this.#room, client, tokenOf(number)))
    else this.#write(client, number)
  }

  #acquire(client: number): void {
    const asked = { request: 1, key, holder: this.#clock, ttlMs: 1000 }
    const effects = acquireLease(this.#room, client, asked, defaultLimits)
    const put = effects.find(effect => effect.type === 'lease-put')
    this.#wait(
      client,
      effect => {
        if (effect.type === 'held') return { do: 'held', number: effect.number }
        if (effect.type !== 'granted') return null
        this.#lease.set(client, effect.number)
        return { do: 'granted', number: effect.number }
      },
      effects,
      put && { do: 'granted', number: put.lease.number },
    )
  }

  #write(client: number, number: number): void {
    const own = this.#writers.get(client)!
    const over = this.#random.chance(0.7) ? this.#chain.length : this.#random.below(this.#chain.length + 1)
    const parents = this.#chain[over - 1] ?? []
    const { client: id } = own.writer
    const dot = [id, own.seq]
    const update = own.writer.change(doc => doc.getArray(`w/${id.toString(36)}/0`).push([[key, parents, 'x']]))
    const seq = ++own.seq
    const effects = updateRoom(
      this.#room,
      client,
      { seq, codec: 0, update, lease: tokenOf(number).lease },
      defaultLimits,
    )
    const isTaken = effects.some(({ type }) => type === 'append')
    if (isTaken) this.#chain.push(dot)
    this.#wait(
      client,
      effect => {
        if (effect.type === 'acked') return { do: 'wrote', number, over }
        if (effect.type !== 'refused') return null
        this.#join(client)
        return effect.code === 'not-current' ? { do: 'not-current', number, over } : { do: 'lost', number }
      },
      effects,
      isTaken ? { do: 'wrote', number, over } : undefined,
    )
  }

  #expire(): void {
    const [number] = this.#room.leases.byNumber.keys()
    if (number !== undefined) this.#do(expireLease(this.#room, number))
  }

  #wait(client: number, operation: Asked['operation'], effects: readonly Effect[], untold?: Untold): void {
    this.#asked.set(client, { from: this.#clock, operation, untold })
    this.#do(effects)
  }

  #do(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.type === 'append') {
        let items: readonly LogItem[] = []
        // Each in a commit of its own, as a busy relay may have it.
        items = beginCommit(this.#room)
        this.#later(
          () => this.#disk.items.push(...items),
          () => committed(this.#room),
        )
      } else if (effect.type === 'lease-put') {
        const { lease } = effect
        const { number } = lease
        const write = () => {
          this.#disk.leases.set(number, { ...lease })
          this.#disk.last = number
        }
        this.#later(write, () => leaseStored(this.#room, number))
      } else if (effect.type === 'lease-drop') {
        const { number } = effect
        this.history.push({ operation: { do: 'invalid', number }, from: this.#clock, to: this.#clock })
        const from = this.#clock
        const after = () => {
          this.history.push({ operation: { do: 'freed', number }, from, to: this.#clock })
          return leaseDropped(this.#room, number)
        }
        this.#later(() => void this.#disk.leases.delete(number), after)
      } else if ('members' in effect) for (const client of effect.members) this.#answer(client, effect)
    }
  }

  #later(write: () => void, after: () => Effect[]): void {
    this.#commits.push({ write, after })
  }

  #commit(): void {
    const commit = this.#commits.shift()
    commit?.write()
    if (commit) this.#do(commit.after())
  }

  #answer(client: number, effect: Effect): void {
    const asked = this.#asked.get(client)
    const operation = asked?.operation(effect)
    if (!asked || !operation) return
    this.#asked.delete(client)
    if (operation.do !== 'freed') this.history.push({ operation, from: asked.from, to: this.#clock })
  }
}

const tokenOf = (number: number) => ({ request: 1, lease: { epoch: 'e', number } })

/** A release is answered by the end of the lease, which is noted where it happens. */
const endOf =
  (number: number) =>
  (effect: Effect): Operation | null => {
    if (effect.type === 'ended' && effect.number === number) return { do: 'freed', number }
    return effect.type === 'lease-refused' ? { do: 'lost', number } : null
  }

const renewalOf =
  (number: number) =>
  (effect: Effect): Operation | null => {
    if (effect.type === 'granted') return { do: 'renewed', number }
    return effect.type === 'lease-refused' ? { do: 'lost', number } : null
  }

/** So many things happen in a run. */
const steps = 50

/** What concurrent clients see of the leases and the claimed writes of one key, and whether that is one order. */
export function leaseHistory(seed: number): readonly Happened[] {
  const run = new Run(seed)
  run.run(steps)
  return run.history
}

/** What of the leases does not hold under a seed. */
export function leaseProblems(seed: number): string[] {
  const history = leaseHistory(seed)
  return isLinearizable(history) ? [] : [`what clients saw of a lease is no one order: ${JSON.stringify(history)}`]
}
