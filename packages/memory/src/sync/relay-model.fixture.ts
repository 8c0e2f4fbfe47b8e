import {
  type ClientFrame,
  decodeClientFrame,
  decodeUpdate,
  encodeFrame,
  type Frame,
  type Limits,
  type RefusalCode,
  type Right,
} from '@commonplace/protocol'
import type { SeededRandom } from '@commonplace/protocol/testing'
import * as Y from 'yjs'
import { admit } from '../../../relay/src/guard/admit'
import { beginCommit } from '../../../relay/src/room/begin-commit'
import { committed } from '../../../relay/src/room/commit'
import type { Effect } from '../../../relay/src/room/effect'
import { foldItems, nextFold } from '../../../relay/src/room/fold'
import { joinRoom } from '../../../relay/src/room/join'
import { leaveRoom } from '../../../relay/src/room/leave'
import type { LogItem } from '../../../relay/src/room/log-item'
import { createRoom, type Room } from '../../../relay/src/room/room'
import { updateRoom } from '../../../relay/src/room/update'
import { writerOf } from '../../../relay/src/room/writer'
import { entriesIn } from '../model'
import { applyAll } from './apply'

/** One client's socket as the relay sees it. */
interface Client {
  readonly send: (bytes: Uint8Array) => void
  agent: string
  user: string
}

/**
 * One room of a relay, run by the relay's own room engine: a log whose synced part survives a crash, and a policy that
 * a test can turn. No I/O: who drives it decides when the log is synced and when frames travel.
 */
export class RelayModel {
  /** refuses an update that is new to the room */
  policy: (update: Uint8Array) => RefusalCode | null = () => null
  rights: readonly Right[] = ['discover', 'read', 'append']
  joinRefusal: RefusalCode | null = null
  epoch = 1
  /** what entries said that were taken at any time, in whatever epoch */
  readonly everLogged = new Set<string>()
  readonly limits: Limits
  readonly #random: SeededRandom
  readonly #clients = new Map<number, Client>()
  #log: LogItem[] = []
  #durable = 0
  #room: Room

  constructor(random: SeededRandom, limits: Limits) {
    this.#random = random
    this.limits = limits
    this.#room = this.#open()
  }

  get logged(): number {
    return this.#log.length
  }

  open(id: number, send: (bytes: Uint8Array) => void): void {
    this.#clients.set(id, { send, agent: '', user: '' })
  }

  close(id: number): void {
    if (!this.#clients.delete(id)) return
    this.#run(leaveRoom(this.#room, id))
  }

  has(id: number): boolean {
    return this.#clients.has(id)
  }

  receive(id: number, bytes: Uint8Array): void {
    const client = this.#clients.get(id)
    if (client) this.#handle(id, client, decodeClientFrame(bytes))
  }

  /** Group commit: everything appended so far is on disk; then it is acknowledged and fanned out. */
  sync(): void {
    this.#log.push(...beginCommit(this.#room))
    this.#durable = this.#log.length
    this.#run(committed(this.#room))
  }

  /** The log is tidied up as a relay does it: adjacent durable items become one. */
  fold(): void {
    const fold = nextFold(this.#room.items)
    if (fold) this.#room.items.splice(fold.index, fold.items.length, foldItems(fold.items))
  }

  /** Loses what was not synced, all or the end of it, and every connection. */
  crash(): number[] {
    this.#log.push(...beginCommit(this.#room))
    this.#durable += this.#random.below(this.#log.length - this.#durable + 1)
    return this.#restart()
  }

  /** An older backup is put back: a log of another epoch. */
  restore(keep: number): number[] {
    this.#durable = Math.min(this.#durable, keep)
    this.epoch++
    return this.#restart()
  }

  /** What the log adds up to. */
  doc(): Y.Doc {
    const doc = new Y.Doc({ guid: 'relay' })
    applyAll(
      doc,
      this.#log.map(({ bytes }) => bytes),
    )
    return doc
  }

  /** Every update in the log, in order. */
  updates(): Uint8Array[] {
    return this.#log.map(({ bytes }) => bytes)
  }

  /** What the entries say that are on the relay's disk, whether or not they were deleted later. */
  durablePayloads(): Set<string> {
    return new Set(payloadsOf(this.#log.slice(0, this.#durable)))
  }

  #now = 1_000_000

  #restart(): number[] {
    this.#log.length = this.#durable
    const lost = [...this.#clients.keys()]
    this.#clients.clear()
    this.#room = this.#open()
    return lost
  }

  /** Every update comes some seconds later. */
  #tick(): number {
    this.#now += 3_000
    return this.#now
  }

  #open(): Room {
    const channel = this.#random.below(2 ** 30)
    return createRoom({
      channel,
      epoch: `epoch ${this.epoch}`,
      mode: 'entries',
      items: this.#log,
      now: () => this.#tick(),
    })
  }

  #handle(id: number, client: Client, frame: ClientFrame): void {
    const send = (answer: Frame) => client.send(encodeFrame(answer))
    const { limits, epoch } = this
    switch (frame.type) {
      case 'hello': {
        const { agent, user, tenant } = frame
        Object.assign(client, { agent, user })
        send({ type: 'welcome', version: 1, epoch: `epoch ${epoch}`, tenant, agent, user, limits })
        break
      }
      case 'join': {
        const code = this.joinRefusal
        if (code) send({ type: 'join-refused', request: frame.request, code, message: 'not now', value: 0 })
        else {
          const { agent, user } = client
          this.#run(joinRoom(this.#room, { id, agent, user, rights: new Set(this.rights) }, frame))
        }
        break
      }
      case 'update':
        if (frame.channel === this.#room.channel) this.#update(id, frame)
        break
      case 'leave':
        if (frame.channel === this.#room.channel) this.#run(leaveRoom(this.#room, id))
        break
      case 'ping':
        send({ type: 'pong', nonce: frame.nonce })
        break
      case 'presence':
        break
    }
  }

  #update(id: number, frame: Extract<ClientFrame, { type: 'update' }>): void {
    const member = this.#room.members.get(id)
    if (!member) return
    // A repeat is settled before anybody asks for rights.
    const { take, drops } = admit(this.#room.facts, frame.update, writerOf(this.#room, member), this.limits)
    const isRepeat = take === null && drops.length === 0
    const code = isRepeat ? null : this.policy(frame.update)
    const outside = code && { code, message: `refused: ${code}`, value: 0 }
    this.#run(updateRoom(this.#room, id, frame, this.limits, outside))
  }

  #run(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.type === 'append') {
        for (const payload of payloadsOf(this.#room.queue)) this.everLogged.add(payload)
        continue
      }
      if (!('members' in effect)) continue
      for (const frame of this.#framesOf(effect)) {
        const bytes = encodeFrame(frame)
        for (const member of effect.members) this.#clients.get(member)?.send(bytes)
      }
    }
  }

  /** The room engine's wishes as frames. */
  #framesOf(effect: Effect): Frame[] {
    const { channel, epoch } = this.#room
    switch (effect.type) {
      case 'joined': {
        const { request, rights, taken, vector, pieces, bindings } = effect
        const answer = { request, channel, epoch, rights, taken, vector, bindings }
        return [
          { type: 'joined', ...answer, pieces: pieces.length, bytes: 0 },
          { type: 'receptions', channel, receptions: effect.receptions },
          ...pieces.map((piece, index) => ({ type: 'piece' as const, channel, index, ...piece })),
          { type: 'synced', channel },
        ]
      }
      case 'acked':
        return [{ type: 'ack', channel, upTo: effect.upTo }]
      case 'refused': {
        const { seq, code, message, value } = effect
        return [{ type: 'refused', channel, seq, code, message, value }]
      }
      case 'bindings':
        return [{ type: 'bindings', channel, bindings: effect.bindings }]
      case 'receptions':
        return [{ type: 'receptions', channel, receptions: effect.receptions }]
      case 'updates':
        return [{ type: 'updates', channel, number: effect.number, updates: effect.updates }]
      case 'closed':
        return [{ type: 'closed', channel, code: effect.code, message: effect.message }]
      default:
        return []
    }
  }
}

function payloadsOf(items: readonly { readonly bytes: Uint8Array }[]): string[] {
  const blocks = items.flatMap(({ bytes }) => [...decodeUpdate(bytes).blocks.values()])
  return blocks.flatMap(structs => entriesIn(structs).map(({ payload }) => payload))
}
