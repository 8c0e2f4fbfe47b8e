import { type Limits, type RefusalCode, type RoomName, refusalToCloseCode } from '@commonplace/protocol'
import type { Logger } from 'pino'
import type { Clock } from '../identity/clock'
import { Expiry } from '../identity/expiry'
import type { RightsOf } from '../identity/policy'
import type { Grant, Principal } from '../identity/principal'
import type { Delivery } from '../room/effect'
import { joinStock } from '../room/join'
import { leaveRoom } from '../room/leave'
import type { MemberId } from '../room/member'
import { setPresence } from '../room/presence'
import type { Room } from '../room/room'
import { setRights } from '../room/set-rights'
import { stateFor } from '../room/state-for'
import { updateStock } from '../room/stock-update'
import { authorise } from './authorise'
import type { HostedRoom } from './hosted-room'
import { RateLimit } from './rate-limit'
import type { Reader, RelaySocket } from './relay-socket'
import type { RoomPort } from './room-port'
import {
  type AwarenessState,
  decodeStockMessage,
  encodeAwareness,
  encodeStep1,
  encodeStep2End,
  encodeStockUpdate,
  type StockMessage,
  StockMessageError,
} from './stock-messages'
import { toWebSocketMessage } from './websocket-message'

/** The name under which all stock clients write: their protocol names no agent. */
export const stockAgent = 'y-websocket'

// y-websocket 3 reconnects after 30 seconds without a message and does not see pings; y-protocols forgets awareness after 30.
const keepAliveMs = 15_000

// A stock client answers step 1 with everything in one update, so it may be larger than a native one; it is cut into pieces.
const stockUpdateBytes = 4 * 1024 * 1024
export const stockFrameBytes = stockUpdateBytes + 1024

/** What is taken from stock clients, for native limits. */
const toStockLimits = (limits: Limits): Limits => ({
  ...limits,
  updateBytes: stockUpdateBytes,
  structs: 32 * limits.structs,
  deleteRanges: 32 * limits.deleteRanges,
  clocks: 16 * limits.clocks,
})

/** A socket of a y-websocket client: one room, no names, no acknowledgements. */
export class StockConnection implements RoomPort, Reader {
  readonly kind = 'stock'
  readonly id: MemberId
  readonly #socket: RelaySocket
  readonly #hosted: HostedRoom
  readonly #principal: Principal
  readonly #rightsOf: RightsOf
  readonly #expiry: Expiry
  readonly #room: RoomName
  readonly #limits: Limits
  readonly #log: Logger
  readonly #now: () => number
  readonly #presenceRate: RateLimit
  readonly #keepAlive: NodeJS.Timeout
  /** our step 1 is not answered yet: gaps are expected */
  #awaitsStep2 = true
  /** y-websocket sends the awareness of others back: only the first id that is its own counts */
  #awarenessId: number | null = null

  constructor(options: {
    id: MemberId
    socket: RelaySocket
    hosted: HostedRoom
    grant: Grant
    rightsOf: RightsOf
    clock: Clock
    room: RoomName
    limits: Limits
    log: Logger
    now: () => number
  }) {
    this.id = options.id
    this.#socket = options.socket
    this.#hosted = options.hosted
    this.#principal = options.grant.principal
    this.#rightsOf = options.rightsOf
    this.#expiry = new Expiry(options.clock, () => this.#expire())
    this.#expiry.set(options.grant.lifeMs)
    this.#room = options.room
    options.socket.reader = this
    this.#limits = toStockLimits(options.limits)
    this.#log = options.log
    this.#now = options.now
    this.#presenceRate = new RateLimit(options.limits.presencePerSecond, options.now())
    this.#keepAlive = setInterval(() => this.#renew(), keepAliveMs)
    this.#keepAlive.unref()
  }

  /** Joins, and asks for what the room lacks. */
  start(): void {
    const verdict = authorise(this.#principal, 'join', this.#room, this.#rightsOf)
    if (!verdict.isAllowed) {
      this.fail(verdict.code, verdict.message)
      return
    }
    this.#hosted.attach(this.id, this)
    this.#ask()
    const { agent, user } = this.#principal
    this.#hosted.run(joinStock(this.#hosted.room, { id: this.id, agent, user, rights: verdict.rights }))
  }

  /** One message of the client; a wrong one ends the socket. */
  receive(bytes: Uint8Array): void {
    try {
      this.#handle(decodeStockMessage(bytes))
    } catch (error) {
      if (!(error instanceof StockMessageError)) throw error
      this.fail('invalid', error.message)
    }
  }

  drained(): void {
    this.#hosted.catchUp(this.id)
  }

  get isBehind(): boolean {
    return this.#socket.isBehind
  }

  /** The socket has closed. */
  close(): void {
    clearInterval(this.#keepAlive)
    this.#expiry.stop()
    this.#hosted.run(leaveRoom(this.#hosted.room, this.id))
    this.#hosted.detach(this.id)
  }

  /** Closes the socket: 44xx tells the client to stay away, 45xx to come back. */
  fail(code: RefusalCode, message: string): void {
    this.#hosted.metrics.countRefusedConnection(code)
    // Not the message, which may quote names.
    this.#log.info({ code }, 'a stock client was closed')
    this.#socket.close(refusalToCloseCode(code), message)
  }

  /** What this connection's agent may do may have changed, in rooms of which `concerns` says so. */
  recheck(concerns: (principal: Principal, room: RoomName) => boolean): void {
    if (!concerns(this.#principal, this.#room)) return
    this.#hosted.run(setRights(this.#hosted.room, this.id, this.#rightsOf(this.#principal, this.#room)))
  }

  render(_room: Room, effect: Delivery): readonly Uint8Array[] {
    if (effect.type === 'updates') return effect.updates.map(update => toWebSocketMessage(encodeStockUpdate(update)))
    if (effect.type !== 'presence') return []
    const states = this.#hosted.awareness.render(effect.client, effect.state)
    return states.length === 0 ? [] : [toWebSocketMessage(encodeAwareness(states))]
  }

  deliver(_room: Room, effect: Delivery, messages: readonly Uint8Array[]): void {
    if (effect.type === 'refused' || effect.type === 'closed') this.fail(effect.code, effect.message)
    else if (effect.type === 'gap') this.#ask()
    else if (effect.type === 'presence') this.#socket.writeLossy(`${effect.client}`, messages)
    else this.#socket.write(messages)
  }

  #expire(): void {
    this.fail('unauthorised', 'the token has expired')
  }

  #handle(message: StockMessage): void {
    if (this.#expiry.isOver) this.#expire()
    else if (message.type === 'step1') this.#answer(message)
    else if (message.type === 'awareness') this.#aware(message.states)
    else if (message.type === 'query-awareness') this.#showAll()
    else this.#update(message.type, message.update)
  }

  #ask(): void {
    this.#awaitsStep2 = true
    this.#send(encodeStep1(this.#hosted.room.facts.vector))
  }

  #answer({ vector }: Extract<StockMessage, { type: 'step1' }>): void {
    const pieces = stateFor(this.#hosted.room, vector, null)
    const messages = [...pieces.map(({ update }) => encodeStockUpdate(update)), encodeStep2End()]
    this.#socket.write(messages.map(toWebSocketMessage))
  }

  #update(type: 'step2' | 'update', update: Uint8Array): void {
    // Nothing is acknowledged to a stock client: what is not taken now comes with its next step 2.
    if (this.#hosted.isDraining) return
    if (this.#hosted.isFull) {
      this.fail('unavailable', 'there is no room on the disk of this relay')
      return
    }
    const verdict = authorise(this.#principal, 'update', this.#room, this.#rightsOf)
    if (!verdict.isAllowed) {
      this.fail(verdict.code, verdict.message)
      return
    }
    const isQuiet = this.#awaitsStep2
    if (type === 'step2') this.#awaitsStep2 = false
    const effects = updateStock(this.#hosted.room, this.id, update, isQuiet, this.#limits)
    this.#hosted.metrics.countUpdate(effects, true)
    this.#hosted.run(effects)
  }

  #aware(states: readonly AwarenessState[]): void {
    const verdict = authorise(this.#principal, 'presence', this.#room, this.#rightsOf)
    if (!verdict.isAllowed || this.#presenceRate.take(1, this.#now()) > 0) return
    for (const { client, clock, state } of states) {
      const isGone = state === 'null'
      if (this.#awarenessId === null && !isGone && this.#isFree(client, clock)) this.#awarenessId = client
      if (client !== this.#awarenessId) continue
      const bytes = isGone ? new Uint8Array() : new TextEncoder().encode(state)
      if (bytes.length > this.#limits.presenceBytes) {
        this.fail('too-large', `awareness of ${bytes.length} bytes, at most ${this.#limits.presenceBytes}`)
        return
      }
      this.#hosted.awareness.note(client, clock)
      setPresence(this.#hosted.room, this.id, client, bytes)
    }
    this.#hosted.run([])
  }

  /** Nobody shows the id, or an older socket of the same client does: only its owner knows a newer clock. */
  #isFree(client: number, clock: number): boolean {
    return !this.#hosted.room.presence.has(client) || clock > this.#hosted.awareness.clockOf(client)
  }

  #showAll(): void {
    const { room, awareness } = this.#hosted
    const states = [...room.presence].flatMap(([client, { state }]) => awareness.render(client, state))
    this.#send(encodeAwareness(states))
  }

  #renew(): void {
    this.#send(encodeAwareness(this.#hosted.awareness.renew(this.#hosted.room.presence)))
  }

  #send(payload: Uint8Array): void {
    this.#socket.write([toWebSocketMessage(payload)])
  }
}
