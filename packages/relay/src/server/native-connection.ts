import {
  type ClientFrame,
  checkName,
  decodeClientFrame,
  type Frame,
  FrameError,
  type Hello,
  type Join,
  NameError,
  negotiate,
  type Presence,
  type RefusalCode,
  type RoomName,
  refusalToCloseCode,
  roomToString,
  type Update,
  versions,
} from '@commonplace/protocol'
import type { Logger } from 'pino'
import { DamagedRoomError } from '../log/load-room'
import type { Effect } from '../room/effect'
import { joinRoom } from '../room/join'
import { leaveRoom } from '../room/leave'
import type { MemberId } from '../room/member'
import { setPresence } from '../room/presence'
import { type Refusal, updateRoom } from '../room/update'
import { authorise, type Principal } from './authorise'
import { createRateLimit, type RateLimit } from './rate-limit'
import type { RelaySocket } from './relay-socket'
import { messagesOf, toMessage } from './render-native'
import type { HostedRoom, RoomHost } from './room-host'
import type { RoomPort } from './room-port'

const damagedRetryMs = 60_000
const drainingRetryMs = 1000

interface Joined {
  readonly hosted: HostedRoom
  readonly room: RoomName
  readonly rate: RateLimit
}

/** A native socket: one agent, many rooms. */
export class NativeConnection implements RoomPort {
  readonly kind = 'native'
  readonly #id: MemberId
  readonly #socket: RelaySocket
  readonly #host: RoomHost
  readonly #log: Logger
  readonly #onHello: () => void
  readonly #channels = new Map<number, Joined>()
  /** room name → the request under way, so that only the latest of two joins of one room is answered by the room */
  readonly #joining = new Map<string, number>()
  readonly #bytesRate: RateLimit
  readonly #presenceRate: RateLimit
  readonly #now: () => number
  #principal: Principal | null = null

  constructor(options: {
    id: MemberId
    socket: RelaySocket
    host: RoomHost
    log: Logger
    onHello: () => void
    now: () => number
  }) {
    this.#id = options.id
    this.#socket = options.socket
    this.#host = options.host
    this.#log = options.log
    this.#onHello = options.onHello
    this.#now = options.now
    options.socket.onDrain = () => this.#catchUp()
    this.#bytesRate = createRateLimit(options.host.limits.bytesPerSecond, options.now)
    this.#presenceRate = createRateLimit(options.host.limits.presencePerSecond, options.now)
  }

  /** One message of the client; a wrong one ends the socket with its reason. */
  receive(bytes: Uint8Array): void {
    try {
      this.#handle(decodeClientFrame(bytes, this.#host.limits))
    } catch (error) {
      if (!(error instanceof FrameError)) throw error
      this.fail(error.code, error.message, error.value)
    }
  }

  get isBehind(): boolean {
    return this.#socket.isBehind
  }

  /** The socket has closed. */
  close(): void {
    for (const { hosted } of this.#channels.values()) {
      hosted.run(leaveRoom(hosted.room, this.#id))
      hosted.detach(this.#id)
    }
    this.#channels.clear()
    this.#joining.clear()
  }

  /** Says why, then closes the socket. */
  fail(code: RefusalCode, message: string, value = 0): void {
    this.#send({ type: 'failed', code, message, value })
    this.#log.info({ code, message }, 'a native client was closed')
    this.#socket.close(refusalToCloseCode(code), message)
  }

  render(hosted: HostedRoom, effect: Effect): readonly Uint8Array[] {
    return messagesOf(hosted.room, effect)
  }

  deliver(hosted: HostedRoom, effect: Effect, messages: readonly Uint8Array[]): void {
    if (effect.type === 'closed') this.#channels.delete(hosted.room.channel)
    if (effect.type === 'presence') this.#socket.writeLossy(messages)
    else this.#socket.write(messages)
  }

  #catchUp(): void {
    for (const { hosted } of this.#channels.values()) {
      // The next drain goes on.
      if (this.#socket.isBehind) return
      hosted.catchUp(this.#id)
    }
  }

  #send(frame: Frame): void {
    this.#socket.write([toMessage(frame)])
  }

  #handle(frame: ClientFrame): void {
    const principal = this.#principal
    if (frame.type === 'hello') this.#hello(frame)
    else if (principal === null) throw new FrameError('invalid', 'the first frame must be a hello')
    else if (frame.type === 'join') this.#join(frame, principal)
    else if (frame.type === 'update') this.#update(frame, principal)
    else if (frame.type === 'presence') this.#presence(frame, principal)
    else if (frame.type === 'leave') this.#leave(frame.channel)
    else this.#send({ type: 'pong', nonce: frame.nonce })
  }

  #hello(hello: Hello): void {
    if (this.#principal !== null) throw new FrameError('invalid', 'a second hello')
    const version = negotiate(versions, hello.versions)
    if (version === null) {
      throw new FrameError('unsupported', `this relay speaks versions ${versions.join(' to ')}`, versions[1])
    }
    this.#principal = principalOf(hello)
    this.#onHello()
    this.#send({
      type: 'welcome',
      version,
      epoch: this.#host.epoch,
      ...this.#principal,
      limits: this.#host.limits,
    })
  }

  async #join(join: Join, principal: Principal): Promise<void> {
    const refuse = (code: RefusalCode, message: string, value = 0): void => {
      this.#send({ type: 'join-refused', request: join.request, code, message, value })
    }
    const verdict = authorise(principal, 'join', join.room)
    if (!verdict.isAllowed) {
      refuse(verdict.code, verdict.message)
      return
    }
    if (this.#host.isDraining) {
      refuse('draining', 'this relay is shutting down', drainingRetryMs)
      return
    }
    const name = roomToString(join.room)
    const rooms = new Set([...this.#joining.keys(), ...[...this.#channels.values()].map(({ hosted }) => hosted.name)])
    const { roomsPerSocket } = this.#host.limits
    if (!rooms.has(name) && rooms.size >= roomsPerSocket) {
      refuse('quota', `at most ${roomsPerSocket} rooms on one socket`, roomsPerSocket)
      return
    }
    this.#joining.set(name, join.request)
    try {
      const hosted = await this.#host.open(name, 'entries')
      if (this.#joining.get(name) !== join.request || !this.#socket.isOpen) return
      this.#joining.delete(name)
      const { channel } = hosted.room
      const rate = this.#channels.get(channel)?.rate ?? createRateLimit(this.#host.limits.updatesPerSecond, this.#now)
      this.#channels.set(channel, { hosted, room: join.room, rate })
      hosted.attach(this.#id, this)
      const { agent, user } = principal
      hosted.run(joinRoom(hosted.room, { id: this.#id, agent, user, rights: verdict.rights }, join))
    } catch (error) {
      if (this.#joining.get(name) === join.request) this.#joining.delete(name)
      const reason = error instanceof DamagedRoomError ? 'its log is damaged' : 'its log could not be read'
      refuse('unavailable', `room "${join.room.space}" is unavailable: ${reason}`, damagedRetryMs)
    }
  }

  /** The room a frame is for; none when the frame crossed the end of its channel, or a join that starts it anew. */
  #channel(channel: number): Joined | undefined {
    const joined = this.#channels.get(channel)
    return joined !== undefined && this.#joining.has(joined.hosted.name) ? undefined : joined
  }

  #update(update: Update, principal: Principal): void {
    const joined = this.#channel(update.channel)
    if (joined === undefined) return
    const { hosted } = joined
    const outside = this.#refusalOf(update, joined, principal)
    hosted.run(updateRoom(hosted.room, this.#id, update, this.#host.limits, outside))
  }

  /** Why an update is not taken whatever it holds, or null. */
  #refusalOf(update: Update, { room, rate }: Joined, principal: Principal): Refusal | null {
    const verdict = authorise(principal, 'update', room)
    if (!verdict.isAllowed) return { code: verdict.code, message: verdict.message, value: 0 }
    if (this.#host.isDraining) {
      return { code: 'draining', message: 'this relay is shutting down', value: drainingRetryMs }
    }
    const wait = Math.max(rate(1), this.#bytesRate(update.update.length))
    return wait === 0 ? null : { code: 'rate-limited', message: 'too many updates at once', value: wait }
  }

  #presence(presence: Presence, principal: Principal): void {
    const joined = this.#channel(presence.channel)
    if (joined === undefined) return
    const { hosted, room } = joined
    if (!authorise(principal, 'presence', room).isAllowed || this.#presenceRate(1) > 0) return
    setPresence(hosted.room, this.#id, presence.client, presence.state)
    hosted.run([])
  }

  #leave(channel: number): void {
    const joined = this.#channel(channel)
    if (joined === undefined) return
    joined.hosted.run(leaveRoom(joined.hosted.room, this.#id))
    joined.hosted.detach(this.#id)
    this.#channels.delete(channel)
  }
}

function principalOf(hello: Hello): Principal {
  try {
    return {
      tenant: hello.tenant === '' ? 'default' : checkName(hello.tenant, 'tenant'),
      agent: checkName(hello.agent, 'agent'),
      user: hello.user === '' ? '' : checkName(hello.user, 'user'),
    }
  } catch (error) {
    if (error instanceof NameError) throw new FrameError('invalid', error.message)
    throw error
  }
}
