import {
  type Acquire,
  type ClientFrame,
  decodeClientFrame,
  type FollowPolicy,
  FrameError,
  type Hello,
  type Join,
  negotiate,
  type Presence,
  type Purge,
  packedSince,
  type Receipt,
  type Refresh,
  type RefusalCode,
  type RelayFrame,
  type Release,
  type Renew,
  type Right,
  type RoomName,
  refusalToCloseCode,
  roomToString,
  type Update,
  versions,
} from '@commonplace/protocol'
import { type PolicyFeed, PolicyFollower } from '../access/policy-feed'
import type { Identity } from '../identity/identity'
import type { Grant, Principal } from '../identity/principal'
import { acquireLease } from '../lease/acquire'
import { releaseLease } from '../lease/end'
import { renewLease } from '../lease/renew'
import { DamagedRoomError } from '../log/load-room'
import type { Delivery } from '../room/effect'
import { joinRoom } from '../room/join'
import { leaveRoom } from '../room/leave'
import type { MemberId } from '../room/member'
import { setPresence } from '../room/presence'
import type { Refusal } from '../room/refusal'
import type { Room } from '../room/room'
import { setRights } from '../room/set-rights'
import { updateRoom } from '../room/update'
import { authorise, denialOf } from './authorise'
import type { ConnectionCount } from './connection-count'
import { type JoinedRoom, JoinedRooms } from './joined-rooms'
import type { NativeOptions, NativeSocket } from './native-options'
import type { Reader } from './relay-socket'
import { messagesOf } from './render-native'
import type { RoomHost } from './room-host'
import type { RoomPort } from './room-port'
import { SocketRates } from './socket-rates'
import { type TokenHolder, TokenSession } from './token-session'
import { toMessage } from './websocket-message'

const damagedRetryMs = 60_000
const drainingRetryMs = 1000

/** A native socket: one agent, many rooms. */
export class NativeConnection implements RoomPort, Reader, TokenHolder {
  readonly kind = 'native'
  readonly id: MemberId
  readonly #socket: NativeSocket
  readonly #host: RoomHost
  readonly #log: NativeOptions['log']
  #helloWatch: NativeOptions['helloWatch'] | null
  readonly #rooms: JoinedRooms
  #rates: SocketRates | null = null
  readonly #count: ConnectionCount
  readonly #identity: Identity
  readonly #feed: PolicyFeed | null
  /** null where nothing expires */
  #session: TokenSession | null
  /** it takes deflated pieces */
  #readsPacked = false
  #principal: Principal | null = null
  #latest: Grant | null = null
  #policy: PolicyFollower | 'none' | null = null
  /** what the next join shows for its ids */
  #shown: { readonly request: number; readonly receipts: readonly Receipt[] } | null = null

  constructor(options: NativeOptions) {
    this.id = options.id
    this.#socket = options.socket
    this.#host = options.host
    this.#rooms = new JoinedRooms(options.host.limits.roomsPerSocket)
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
    if (this.#principal !== null) this.#count.leave(this.#principal)
    for (const { hosted } of this.#rooms) {
      hosted.run(leaveRoom(hosted.room, this.id))
      hosted.detach(this.id)
    }
    this.#rooms.clear()
  }

  /** Says why, then closes the socket. */
  fail(code: RefusalCode, message: string, value = 0): void {
    this.send({ type: 'failed', code, message, value })
    this.#host.metrics.countRefusedConnection(code)
    // A message may quote names; of those about tokens none does.
    this.#log.info({ code, value, ...(code === 'unauthorised' && { reason: message }) }, 'a native client was closed')
    this.#socket.close(refusalToCloseCode(code), message)
  }

  render(room: Room, effect: Delivery): readonly Uint8Array[] {
    return messagesOf(room, effect, this.#host.sharedPieces)
  }

  deliver(room: Room, effect: Delivery, messages: readonly Uint8Array[]): void {
    if (effect.type === 'presence') this.#socket.writeLossy(`${room.channel} ${effect.client}`, messages)
    else this.#socket.write(messages)
    if (effect.type === 'closed') this.#ended(room.channel, effect.code)
  }

  /** What this connection's agent may do may have changed, in rooms of which `concerns` says so. */
  recheck(concerns: (principal: Principal, room: RoomName) => boolean): void {
    const principal = this.#principal
    if (principal === null) return
    const concerned = [...this.#rooms].filter(({ hosted }) => concerns(principal, hosted.roomName))
    for (const { hosted } of concerned) {
      hosted.run(setRights(hosted.room, this.id, this.#identity.rightsOf(principal, hosted.roomName)))
    }
    const mayJoin = (room: RoomName): boolean =>
      concerns(principal, room) && authorise(principal, 'join', room, this.#identity.rightsOf).isAllowed
    for (const request of this.#rooms.takeDenied(mayJoin)) this.send({ type: 'admitted', request })
  }

  /** The relay ended a channel; where access was withdrawn, its client hears when it is back, which may be now. */
  #ended(channel: number, code: RefusalCode): void {
    const joined = this.#rooms.remove(channel)
    if (joined === undefined || code === 'replaced') return
    this.#rooms.deny({ request: joined.request, room: joined.hosted.roomName })
    this.recheck((_, room) => room === joined.hosted.roomName)
  }

  drained(): void {
    for (const { hosted } of this.#rooms) {
      // The next drain goes on.
      if (this.#socket.isBehind) return
      hosted.catchUp(this.id)
    }
    if (this.#policy instanceof PolicyFollower) this.#policy.push()
  }

  send(frame: RelayFrame): void {
    this.#socket.write([toMessage(frame)])
  }

  unchecked(error: unknown): void {
    this.#log.error({ err: error }, 'a token could not be checked')
    this.#socket.terminate()
  }

  get #ratesNow(): SocketRates {
    this.#rates ??= new SocketRates(this.#host.limits)
    return this.#rates
  }

  #failFor(error: unknown): void {
    if (!(error instanceof FrameError)) throw error
    this.fail(error.code, error.message, error.value)
  }

  #handle(frame: ClientFrame): void {
    if (this.#session?.isOver) throw new FrameError('unauthorised', 'the token has expired')
    const principal = this.#principal
    if (frame.type === 'hello') this.#hello(frame)
    else if (principal === null) throw new FrameError('invalid', 'the first frame must be a hello')
    else if (frame.type === 'join') this.#join(frame, principal)
    else if (frame.type === 'claim') this.#shown = frame
    else if (frame.type === 'update') this.#update(frame, principal)
    else if (frame.type === 'presence') this.#presence(frame, principal)
    else if (frame.type === 'leave') this.#leave(frame.channel)
    else if (frame.type === 'refresh') this.#refresh(frame, principal)
    else if (frame.type === 'ping') this.send({ type: 'pong', nonce: frame.nonce })
    else if (frame.type === 'follow-policy') this.#follow(frame)
    else if (frame.type === 'purge') void this.#purge(frame, principal)
    else this.#lease(frame, principal)
  }

  #hello(hello: Hello): void {
    if (this.#principal !== null || this.#session === null || this.#session.isChecking)
      throw new FrameError('invalid', 'a second hello')
    const version = negotiate(versions, hello.versions)
    if (version === null) {
      throw new FrameError('unsupported', `this relay speaks versions ${versions.join(' to ')}`, versions[1])
    }
    this.#session.check(hello, grant => {
      if (!this.#socket.isOpen) return
      const { tenant, agent, user } = grant.principal
      const full = this.#count.enter(grant.principal)
      if (full !== null) throw new FrameError('quota', full.message, full.value)
      this.#principal = grant.principal
      this.#readsPacked = version >= packedSince
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

  async #join(join: Join, principal: Principal): Promise<void> {
    const receipts = this.#shown?.request === join.request ? this.#shown.receipts : []
    this.#shown = null
    const refuse = (code: RefusalCode, message: string, value = 0): void => {
      this.#host.metrics.countRefusedJoin(code)
      this.send({ type: 'join-refused', request: join.request, code, message, value })
    }
    this.#rooms.forgetDenied(join.room)
    if (!this.#mayJoin(join, principal, refuse)) return
    if (this.#host.isDraining) {
      refuse('draining', 'this relay is shutting down', drainingRetryMs)
      return
    }
    const name = roomToString(join.room)
    if (!this.#rooms.begin(name, join.request)) {
      const { roomsPerSocket } = this.#host.limits
      refuse('quota', `at most ${roomsPerSocket} rooms on one socket`, roomsPerSocket)
      return
    }
    try {
      const hosted = await this.#host.open(join.room, 'entries')
      const request = { ...join, receipts, readsPacked: this.#readsPacked }
      await hosted.withPieces(request, found => {
        if (!this.#socket.isOpen || !this.#rooms.end(name, join.request)) return
        // The room took a while to load.
        const rights = this.#mayJoin(join, principal, refuse)
        if (rights === null) return
        this.#rooms.add(hosted, join.request)
        hosted.attach(this.id, this)
        hosted.run(joinRoom(hosted.room, { ...principal, id: this.id, rights }, found))
      })
    } catch (error) {
      this.#rooms.end(name, join.request)
      const reason = error instanceof DamagedRoomError ? 'its log is damaged' : 'its log could not be read'
      refuse('unavailable', `room "${join.room.space}" is unavailable: ${reason}`, damagedRetryMs)
    }
  }

  /** The rights of a joiner; null when it was refused. */
  #mayJoin(
    join: Join,
    principal: Principal,
    refuse: (code: RefusalCode, message: string) => void,
  ): ReadonlySet<Right> | null {
    const verdict = authorise(principal, 'join', join.room, this.#identity.rightsOf)
    if (verdict.isAllowed) return verdict.rights
    this.#rooms.deny(join)
    refuse(verdict.code, verdict.message)
    return null
  }

  #update(update: Update, principal: Principal): void {
    const joined = this.#rooms.at(update.channel)
    if (joined === undefined) return
    const { hosted } = joined
    const outside = this.#refusalOf('update', update.update.length, joined, principal)
    const effects = updateRoom(hosted.room, this.id, update, this.#host.limits, outside)
    this.#host.metrics.countUpdate(effects, hosted.room.members.get(this.id)?.lastSeq === update.seq)
    hosted.run(effects)
  }

  #lease(frame: Acquire | Renew | Release, principal: Principal): void {
    const joined = this.#rooms.at(frame.channel)
    if (joined === undefined) return
    const { hosted } = joined
    const outside = this.#refusalOf('lease', 0, joined, principal)
    if (frame.type === 'acquire') {
      hosted.run(acquireLease(hosted.room, this.id, frame, this.#host.limits, outside))
    } else if (frame.type === 'renew') hosted.run(renewLease(hosted.room, this.id, frame, outside))
    else hosted.run(releaseLease(hosted.room, this.id, frame, outside))
  }

  async #purge({ channel, request }: Purge, principal: Principal): Promise<void> {
    const joined = this.#rooms.at(channel)
    if (joined === undefined) return
    const { hosted } = joined
    const mayAppend = hosted.room.members.get(this.id)?.rights.has('append')
    const forbidden = mayAppend ? null : { code: 'forbidden' as const, message: 'a reader cannot purge', value: 0 }
    const refusal = this.#refusalOf('purge', 0, joined, principal) ?? forbidden
    const answer = refusal ?? (await this.#host.purger.purge(hosted))
    if (this.#socket.isOpen) this.send({ type: 'purged', channel, request, refusal: answer })
  }

  /** Why what would change a room is not taken whatever it holds, or null. */
  #refusalOf(
    operation: 'update' | 'lease' | 'purge',
    bytes: number,
    joined: JoinedRoom,
    principal: Principal,
  ): Refusal | null {
    const denial = denialOf(principal, operation, joined.hosted.roomName, this.#identity.rightsOf)
    if (denial !== null) return { code: denial.code, message: denial.message, value: 0 }
    if (this.#host.isDraining) {
      return { code: 'draining', message: 'this relay is shutting down', value: drainingRetryMs }
    }
    const wait = this.#ratesNow.waitForUpdate(joined, bytes)
    return wait === 0 ? null : { code: 'rate-limited', message: 'too much at once', value: wait }
  }

  #presence(presence: Presence, principal: Principal): void {
    const joined = this.#rooms.at(presence.channel)
    if (joined === undefined) return
    const { hosted } = joined
    if (denialOf(principal, 'presence', hosted.roomName, this.#identity.rightsOf) !== null) return
    if (this.#ratesNow.waitForPresence() > 0) {
      this.#host.metrics.countDroppedPresence()
      return
    }
    setPresence(hosted.room, this.id, presence.client, presence.state)
    hosted.run([])
  }

  #leave(channel: number): void {
    const joined = this.#rooms.at(channel)
    if (joined === undefined) return
    joined.hosted.run(leaveRoom(joined.hosted.room, this.id))
    joined.hosted.detach(this.id)
    this.#rooms.remove(channel)
  }
}
