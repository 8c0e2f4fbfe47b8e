import {
  closeCodes,
  decodeRelayFrame,
  defaultLimits,
  type Expires,
  encodeFrame,
  type Failed,
  type Frame,
  FrameError,
  type PresenceChanged,
  type Purged,
  packedSince,
  type RefusalCode,
  type RelayFrame,
  roomToString,
  subprotocol,
  versions,
  type Welcome,
} from '@commonplace/protocol'
import { awayError } from './away-error'
import { type BackoffOptions, backoffMs } from './backoff'
import type { ConnectionOptions, ConnectionStatus, PolicyPort, SocketLike, Timers } from './connection-options'
import { type ConnectionEvent, type ConnectionPhase, connectionTransitions } from './connection-state'
import { Inbox } from './inbox'
import type { LeaseFrame, RoomLeases } from './leases'
import { ComputedObservable, type Observable } from './observable'
import { Pings } from './pings'
import type { Presence } from './presence'
import type { Replica } from './replica'
import { RoomLink } from './room-link'
import type { RoomFrame } from './session'
import { SyncError } from './sync-error'
import { timeoutCode } from './timeout-code'
import { TokenRenewal } from './token-renewal'

export type { ConnectionOptions, ConnectionStatus, Inflate, PolicyPort, SocketLike, Timers } from './connection-options'

/** One socket to one relay, for as many spaces as are attached. */
export interface Connection {
  /**
   * Syncs a replica over this connection until the returned function is called.
   *
   * @throws SyncError `room-taken` when another replica of the room is attached, `private` when it has none
   */
  attach(replica: Replica): () => void
  readonly status: Observable<ConnectionStatus>
  isAttached(replica: Replica): boolean
  /** The presence of an attached replica's room. */
  presence(replica: Replica): Presence
  /** The leases of an attached replica's room. @throws SyncError `closed` when it is not attached */
  leases(replica: Replica): RoomLeases
  /**
   * Asks the relay to make unreadable what is deleted in an attached replica's room; resolves when it is.
   *
   * @throws SyncError the relay's code; `offline` when it is away, or goes away before it answers
   */
  purge(replica: Replica): Promise<void>
  /**
   * Asks the relay whether it is there; when it resolves, what it had committed before the question is here.
   *
   * @throws SyncError `offline` when it is away, or goes away before it answers
   */
  ask(): Promise<void>
  /** Follows the relay's policy log, on this socket and every later one. */
  follow(port: PolicyPort): void
  /** Goes offline until `resume`. */
  pause(): void
  /** Tries again now, without waiting for the next attempt. */
  resume(): void
  /** The device woke up, or the network changed: tries again now, or asks at once whether the relay is still there. */
  wake(): void
  close(): void
}

const reconnect: BackoffOptions = { baseMs: 500, maxMs: 30_000 }
const rejoin: BackoffOptions = { baseMs: 250, maxMs: 30_000 }
/** ms for the socket to open and the relay to greet */
const greetingMs = 15_000
/** ms for the relay to answer when we have reason to doubt that it is there */
const doubtMs = 5_000
/** ms without a frame before we ask whether anybody is there, and again before we give up */
const silenceMs = 20_000
/** for a place that cannot inflate */
const withoutPacked = [versions[0], packedSince - 1] as const
const hopeless: ReadonlySet<number> = new Set([closeCodes.unauthorised, closeCodes.forbidden, closeCodes.unsupported])
const hopelessCodes: ReadonlySet<RefusalCode> = new Set(['unauthorised', 'forbidden', 'unsupported'])

export function createConnection(options: ConnectionOptions): Connection {
  return new SocketConnection(options)
}

class SocketConnection implements Connection {
  readonly status = new ComputedObservable<ConnectionStatus>(() => ({
    state: this.#phase,
    epoch: this.#epoch,
    attempt: this.#attempt,
    ...(this.#reason && { reason: this.#reason }),
  }))
  readonly #options: ConnectionOptions
  readonly #links = new Map<string, RoomLink>()
  /** by channel */
  readonly #joined = new Map<number, RoomLink>()
  readonly #timers: Timers
  #phase: ConnectionPhase = 'idle'
  #socket: SocketLike | null = null
  #welcome: Welcome | null = null
  #epoch = ''
  #reason: { code: string; message: string } | undefined
  #attempt = 0
  #request = 0
  #timer: unknown
  readonly #renewal: TokenRenewal
  #isSilent = true
  readonly #pings = new Pings()
  #dials = 0
  #policy: PolicyPort | undefined

  constructor(options: ConnectionOptions) {
    this.#options = options
    this.#timers = options.timers
    this.#renewal = new TokenRenewal(options, token => this.#send({ type: 'refresh', token }))
  }

  attach(replica: Replica): () => void {
    if (!replica.room) {
      throw new SyncError('private', 'the space is private', { hint: 'attach shared ones' })
    }
    const name = roomToString(replica.room)
    if (this.#links.has(name)) {
      throw new SyncError('room-taken', `${name} is attached`, { hint: 'detach it first' })
    }
    const link = new RoomLink(replica, {
      nextRequest: () => ++this.#request,
      send: frame => this.#send(frame),
      pauseMs: attempt => backoffMs(attempt, this.#options.random(), rejoin),
      later: (ms, callback) => {
        const handle = this.#timers.set(ms, callback)
        return () => this.#timers.clear(handle)
      },
      fail: message => this.#lose({ code: 'invalid', message }),
    })
    this.#links.set(name, link)
    this.#happen('wanted')
    if (this.#welcome) link.connect(this.#welcome.limits)
    return () => {
      if (this.#links.get(name) !== link) return
      this.#links.delete(name)
      if (link.channel !== null) this.#send({ type: 'leave', channel: link.channel })
      this.#joined.delete(link.channel!)
      link.disconnect()
      link.leases.close()
    }
  }

  isAttached(replica: Replica): boolean {
    return this.#linkIn(replica.room)?.replica === replica
  }

  presence(replica: Replica): Presence {
    return this.#linkOf(replica).presence
  }

  leases(replica: Replica): RoomLeases {
    return this.#linkOf(replica).leases
  }

  #linkIn(room: Replica['room']): RoomLink | undefined {
    return this.#links.get(room ? roomToString(room) : '')
  }

  #linkOf(replica: Replica): RoomLink {
    const link = this.#linkIn(replica.room)
    if (link?.replica === replica) return link
    throw new SyncError('closed', 'the space is not attached', { hint: 'attach it first' })
  }

  async purge(replica: Replica): Promise<void> {
    await this.#linkOf(replica).purges.ask()
  }

  async ask(): Promise<void> {
    if (this.#phase !== 'online') throw awayError()
    await this.#pings.ask(nonce => this.#send({ type: 'ping', nonce }))
  }

  follow(port: PolicyPort): void {
    this.#policy = port
    if (this.#welcome) this.#send({ type: 'follow-policy', ...port.position() })
  }

  pause(): void {
    if (this.#happen('pause')) this.#hangUp(1000)
  }

  resume(): void {
    this.#attempt = 0
    this.#happen('resume')
  }

  wake(): void {
    if (this.#phase === 'waiting') {
      this.#attempt = 0
      this.#happen('due')
    } else if (this.#phase === 'online') {
      this.ask().catch(() => {})
      this.#watch(true, doubtMs)
    }
  }

  close(): void {
    if (this.#happen('close')) this.#hangUp(1000)
  }

  /** @returns whether the event led to another phase */
  #happen(event: ConnectionEvent): boolean {
    const next = connectionTransitions[this.#phase][event]
    if (next === 'ignore') return false
    this.#phase = next
    this.status.touch()
    this.#timers.clear(this.#timer)
    if (next === 'connecting') void this.#dial()
    if (next === 'waiting') {
      const ms = backoffMs(this.#attempt++, this.#options.random(), reconnect)
      this.#timer = this.#timers.set(ms, () => this.#happen('due'))
    }
    return true
  }

  async #dial(): Promise<void> {
    const { url, getToken, openSocket, tenant, agent, user, inflate, pause, client = 'memory/0.1.0' } = this.#options
    const dial = ++this.#dials
    this.#awaitGreeting()
    try {
      const token = getToken ? await getToken() : ''
      if (this.#phase !== 'connecting' || this.#dials !== dial) return
      const socket = openSocket(url, [subprotocol])
      if (!socket?.close) throw new Error('openSocket gave no WebSocket')
      this.#socket = socket
      socket.binaryType = 'arraybuffer'
      const isCurrent = () => this.#socket === socket
      const inbox = new Inbox(
        inflate,
        frame => isCurrent() && this.#onFrame(frame),
        error => isCurrent() && this.#onFault(error),
        pause,
      )
      socket.onopen = () => {
        if (!isCurrent() || !this.#happen('opened')) return
        this.#awaitGreeting()
        const reads = inflate ? versions : withoutPacked
        this.#send({ type: 'hello', versions: reads, tenant, agent, user, token, client })
      }
      socket.onmessage = ({ data }: { data: unknown }) => isCurrent() && this.#onMessage(data, inbox)
      socket.onclose = ({ code, reason }: { code: number; reason: string }) => {
        inbox.after(() => isCurrent() && this.#onClose(code, reason))
      }
      // A socket that fails also closes, and says there what it can.
      socket.onerror = () => {}
    } catch (error) {
      if (this.#dials === dial)
        this.#lose({ code: 'failed', message: error instanceof Error ? error.message : String(error) })
    }
  }

  #awaitGreeting(): void {
    this.#timers.clear(this.#timer)
    this.#timer = this.#timers.set(greetingMs, () => this.#giveUp(greetingMs))
  }

  /** Nobody answered for so long. A token is awaited while there is no socket. */
  #giveUp(ms: number): void {
    const asked = this.#socket ? this.#options.url : 'getToken'
    this.#lose({ code: 'timeout', message: `no answer from ${asked} within ${ms} ms` })
  }

  #onMessage(data: unknown, inbox: Inbox): void {
    this.#isSilent = false
    try {
      if (!(data instanceof ArrayBuffer)) throw new FrameError('invalid', 'a message that is no bytes')
      inbox.take(decodeRelayFrame(new Uint8Array(data), defaultLimits))
    } catch (error) {
      this.#onFault(error)
    }
  }

  #onFault(error: unknown): void {
    if (!(error instanceof FrameError)) throw error
    this.#lose({ code: error.code, message: error.message })
  }

  #onFrame(frame: RelayFrame): void {
    if (frame.type === 'welcome') this.#onWelcome(frame)
    else if (frame.type === 'failed') this.#onFailed(frame)
    else if (frame.type === 'expires') this.#onExpires(frame)
    else if (frame.type === 'pong') this.#pings.answer(frame.nonce)
    else if (frame.type === 'policy' || frame.type === 'policy-lines') this.#policy?.receive(frame)
    else if (this.#phase === 'online') this.#onRoomFrame(frame)
  }

  #onRoomFrame(frame: RoomFrame | PresenceChanged | LeaseFrame | Purged): void {
    // Answers to a join that was repeated, and frames of a room that was left, may still be on their way.
    const link =
      frame.type === 'joined' || !('channel' in frame)
        ? [...this.#links.values()].find(each => each.awaits(frame))
        : this.#joined.get(frame.channel)
    if (!link) return
    if (frame.type === 'joined') {
      this.#attempt = 0
      this.#joined.set(frame.channel, link)
    } else if (frame.type === 'closed') this.#joined.delete(frame.channel)
    link.receive(frame)
  }

  #onWelcome(welcome: Welcome): void {
    if (welcome.version < versions[0] || welcome.version > versions[1]) {
      this.#lose({ code: 'unsupported', message: `the relay speaks version ${welcome.version}` }, true)
      return
    }
    if (!this.#happen('welcomed')) return
    this.#welcome = welcome
    this.#epoch = welcome.epoch
    this.#reason = undefined
    this.#watch()
    for (const link of [...this.#links.values()]) link.connect(welcome.limits)
    if (this.#policy) this.follow(this.#policy)
  }

  /** Asks whether anybody is there when it was quiet, and gives up when nobody answers. */
  #watch(isAsked = false, ms = silenceMs): void {
    this.#isSilent = true
    this.#timers.clear(this.#timer)
    this.#timer = this.#timers.set(ms, () => {
      if (this.#isSilent && isAsked) return this.#giveUp(ms)
      if (this.#isSilent) this.ask().catch(() => {})
      this.#watch(this.#isSilent)
    })
  }

  #onExpires({ afterMs }: Expires): void {
    if (this.#phase === 'online') this.#renewal.within(afterMs)
  }

  #onFailed({ code, message }: Failed): void {
    this.#lose({ code, message }, this.#isHopeless(hopelessCodes.has(code), code === 'unauthorised'))
  }

  #onClose(code: number, reason: string): void {
    this.#lose(
      // Sockets do not say why they could not be opened, nor why they broke.
      { code: String(code), message: reason || `${this.#options.url} does not answer, or broke off` },
      this.#isHopeless(hopeless.has(code), code === closeCodes.unauthorised),
    )
  }

  /** A fresh token may help. */
  #isHopeless(isFinal: boolean, isAboutToken: boolean): boolean {
    return isFinal && !(isAboutToken && this.#options.getToken)
  }

  #lose(reason: { code: string; message: string }, isHopeless = false): void {
    if (!this.#happen(isHopeless ? 'turned-away' : 'lost')) return
    this.#reason = reason
    this.#hangUp(reason.code === 'invalid' ? closeCodes.invalid : reason.code === 'timeout' ? timeoutCode : 1000)
  }

  #hangUp(code: number): void {
    const socket = this.#socket
    this.#socket = null
    this.#welcome = null
    this.#renewal.stop()
    socket?.close(code)
    this.#pings.lose()
    this.#policy?.lost()
    this.#joined.clear()
    for (const link of [...this.#links.values()]) link.disconnect()
  }

  #send(frame: Frame): void {
    this.#socket?.send(encodeFrame(frame))
  }
}
