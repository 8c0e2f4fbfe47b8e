import {
  type ClientFrame,
  decodeClientFrame,
  type FollowPolicy,
  FrameError,
  type Hello,
  negotiate,
  packedSince,
  type Refresh,
  type RefusalCode,
  type RelayFrame,
  type RoomName,
  refusalToCloseCode,
  versions,
} from '@commonplace/protocol'
import { type PolicyFeed, PolicyFollower } from '../access/policy-feed'
import type { Identity } from '../identity/identity'
import type { Grant, Principal } from '../identity/principal'
import type { MemberId } from '../room/member'
import type { ConnectionCount } from './connection-count'
import type { NativeOptions, NativeSocket } from './native-options'
import { NativeRooms } from './native-rooms'
import type { Reader } from './relay-socket'
import type { RoomHost } from './room-host'
import { type TokenHolder, TokenSession } from './token-session'
import { toMessage } from './websocket-message'

/** A native socket: one agent, who proves who it is, and then its rooms. */
export class NativeConnection implements Reader, TokenHolder {
  readonly #id: MemberId
  readonly #socket: NativeSocket
  readonly #host: RoomHost
  readonly #log: NativeOptions['log']
  #helloWatch: NativeOptions['helloWatch'] | null
  /** from its welcome on */
  #rooms: NativeRooms | null = null
  readonly #count: ConnectionCount
  readonly #identity: Identity
  readonly #feed: PolicyFeed | null
  /** null where nothing expires */
  #session: TokenSession | null
  #latest: Grant | null = null
  #policy: PolicyFollower | 'none' | null = null

  constructor(options: NativeOptions) {
    this.#id = options.id
    this.#socket = options.socket
    this.#host = options.host
    this.#log = options.log
    this.#helloWatch = options.helloWatch
    this.#count = options.count
    this.#identity = options.identity
    this.#feed = options.feed
    this.#session = new TokenSession(options.identity, options.clock, this)
    options.socket.reader = this
  }

  /** One message of the client; a wrong one ends the socket with its reason. */
  receive(bytes: Uint8Array): void {
    try {
      this.#handle(decodeClientFrame(bytes, this.#host.limits))
    } catch (error) {
      this.#failFor(error)
    }
  }

  get isBehind(): boolean {
    return this.#socket.isBehind
  }

  /** The socket has closed. */
  close(): void {
    this.#helloWatch?.stop()
    this.#session?.close()
    if (this.#policy instanceof PolicyFollower) this.#policy.close()
    if (this.#rooms === null) return
    this.#count.leave(this.#rooms.principal)
    this.#rooms.close()
  }

  /** Says why, then closes the socket. */
  fail(code: RefusalCode, message: string, value = 0): void {
    this.send({ type: 'failed', code, message, value })
    this.#host.metrics.countRefusedConnection(code)
    // A message may quote names; of those about tokens none does.
    this.#log.info({ code, value, ...(code === 'unauthorised' && { reason: message }) }, 'a native client was closed')
    this.#socket.close(refusalToCloseCode(code), message)
  }

  /** What this connection's agent may do may have changed, in rooms of which `concerns` says so. */
  recheck(concerns: (principal: Principal, room: RoomName) => boolean): void {
    this.#rooms?.recheck(concerns)
  }

  drained(): void {
    if (this.#rooms?.catchUp() && this.#policy instanceof PolicyFollower) this.#policy.push()
  }

  send(frame: RelayFrame): void {
    this.#socket.write([toMessage(frame)])
  }

  unchecked(error: unknown): void {
    this.#log.error({ err: error }, 'a token could not be checked')
    this.#socket.terminate()
  }

  #failFor(error: unknown): void {
    if (!(error instanceof FrameError)) throw error
    this.fail(error.code, error.message, error.value)
  }

  #handle(frame: ClientFrame): void {
    if (this.#session?.isOver) throw new FrameError('unauthorised', 'the token has expired')
    const rooms = this.#rooms
    if (frame.type === 'hello') this.#hello(frame)
    else if (rooms === null) throw new FrameError('invalid', 'the first frame must be a hello')
    else if (frame.type === 'join') void rooms.join(frame)
    else if (frame.type === 'claim') rooms.claim(frame)
    else if (frame.type === 'update') rooms.update(frame)
    else if (frame.type === 'presence') rooms.presence(frame)
    else if (frame.type === 'leave') rooms.leave(frame.channel)
    else if (frame.type === 'refresh') this.#refresh(frame, rooms.principal)
    else if (frame.type === 'ping') this.send({ type: 'pong', nonce: frame.nonce })
    else if (frame.type === 'follow-policy') this.#follow(frame)
    else if (frame.type === 'purge') void rooms.purge(frame)
    else rooms.lease(frame)
  }

  #hello(hello: Hello): void {
    if (this.#rooms !== null || this.#session === null || this.#session.isChecking)
      throw new FrameError('invalid', 'a second hello')
    const version = negotiate(versions, hello.versions)
    if (version === null) {
      throw new FrameError('unsupported', `this relay speaks versions ${versions.join(' to ')}`, versions[1])
    }
    this.#session.check(hello, grant => {
      if (!this.#socket.isOpen) return
      const { tenant, agent, user } = grant.principal
      const held = this.#count.enter(grant.principal)
      if ('message' in held) throw new FrameError('quota', held.message, held.value)
      const parts = { id: this.#id, socket: this.#socket, host: this.#host, identity: this.#identity, held }
      this.#rooms = new NativeRooms(parts, grant.principal, version >= packedSince)
      this.#helloWatch?.stop()
      this.#helloWatch = null
      this.send({ type: 'welcome', version, epoch: this.#host.epoch, tenant, agent, user, limits: this.#host.limits })
      this.#grant(grant)
    })
  }

  #refresh({ token }: Refresh, { tenant, agent, user }: Principal): void {
    if (!this.#session?.isRenewable) throw new FrameError('invalid', 'a refresh where nothing expires')
    if (this.#session.isChecking) throw new FrameError('invalid', 'a second refresh before the first was answered')
    this.#session.check({ tenant, agent, user, token }, grant => {
      if (!this.#socket.isOpen) return
      // It names the same: a claim that its token does not bear out is refused. What is compared by reference stays.
      if (grant.principal.user !== user) throw new FrameError('unauthorised', 'the token is of another user')
      this.#grant(grant)
    })
  }

  #follow(held: FollowPolicy): void {
    if (this.#policy !== null) throw new FrameError('invalid', 'a second follow-policy')
    this.#policy = this.#feed?.follow(this.#latest!, held, this) ?? 'none'
    if (this.#feed === null) this.send({ type: 'policy', reach: 'none', after: 0, upTo: 0, rules: [] })
  }

  #grant(grant: Grant): void {
    const { lifeMs } = grant
    // Only who follows the log is asked for it.
    if (this.#feed !== null) this.#latest = grant
    if (this.#policy instanceof PolicyFollower) this.#policy.granted(grant)
    if (lifeMs === null) {
      if (!this.#session?.isRenewable) this.#session = null
      return
    }
    this.#session?.extend(lifeMs)
    this.send({ type: 'expires', afterMs: Math.max(0, Math.floor(lifeMs)) })
  }
}
