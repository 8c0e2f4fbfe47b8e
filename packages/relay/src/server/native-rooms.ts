import type {
  Acquire,
  Claim,
  Join,
  Presence,
  Purge,
  Receipt,
  RefusalCode,
  RelayFrame,
  Release,
  Renew,
  Right,
  RoomName,
  Update,
} from '@commonplace/protocol'
import { roomToString } from '@commonplace/protocol'
import type { Identity } from '../identity/identity'
import type { Principal } from '../identity/principal'
import { acquireLease } from '../lease/acquire'
import { releaseLease } from '../lease/end'
import { renewLease } from '../lease/renew'
import { DamagedRoomError } from '../log/load-room'
import type { Delivery } from '../room/effect'
import { joinRoom } from '../room/join'
import { leaveRoom } from '../room/leave'
import type { JoinRequest, MemberId } from '../room/member'
import { setPresence } from '../room/presence'
import type { Refusal } from '../room/refusal'
import type { Room } from '../room/room'
import { setRights } from '../room/set-rights'
import { updateRoom } from '../room/update'
import { authorise, denialOf } from './authorise'
import type { AgentCount } from './connection-count'
import { fullRetryMs, waitsForRoom } from './disk-full'
import { type JoinedRoom, JoinedRooms } from './joined-rooms'
import type { NativeOptions, NativeSocket } from './native-options'
import { messagesOf } from './render-native'
import type { RoomHost } from './room-host'
import type { RoomPort } from './room-port'
import { SocketRates } from './socket-rates'
import { toMessage } from './websocket-message'

const damagedRetryMs = 60_000
const drainingRetryMs = 1000

/** What the rooms of a socket need around them. */
interface NativeRoomsParts extends Pick<NativeOptions, 'id' | 'socket' | 'host' | 'identity'> {
  /** by its agent, over all connections */
  readonly held: AgentCount
}

/** The rooms of one native socket, from its welcome on: how its agent gets into them, what it does there, and what they send it. */
export class NativeRooms implements RoomPort {
  readonly kind = 'native'
  readonly id: MemberId
  readonly principal: Principal
  readonly #readsPacked: boolean
  readonly #socket: NativeSocket
  readonly #host: RoomHost
  readonly #identity: Identity
  readonly #joined: JoinedRooms
  #rates: SocketRates | null = null
  /** what the next join shows for its ids */
  #shown: { readonly request: number; readonly receipts: readonly Receipt[] } | null = null

  /** @param readsPacked it takes deflated pieces */
  constructor({ id, socket, host, identity, held }: NativeRoomsParts, principal: Principal, readsPacked: boolean) {
    this.id = id
    this.principal = principal
    this.#readsPacked = readsPacked
    this.#socket = socket
    this.#host = host
    this.#identity = identity
    this.#joined = new JoinedRooms(host.limits.roomsPerSocket, held)
  }

  get isBehind(): boolean {
    return this.#socket.isBehind
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
    const principal = this.principal
    const concerned = [...this.#joined].filter(({ hosted }) => concerns(principal, hosted.roomName))
    for (const { hosted } of concerned) {
      hosted.run(setRights(hosted.room, this.id, this.#identity.rightsOf(principal, hosted.roomName)))
    }
    const mayJoin = (room: RoomName): boolean =>
      concerns(principal, room) && authorise(principal, 'join', room, this.#identity.rightsOf).isAllowed
    for (const request of this.#joined.takeDenied(mayJoin)) this.#send({ type: 'admitted', request })
  }

  /** @returns whether every room has sent what it held back */
  catchUp(): boolean {
    for (const { hosted } of this.#joined) {
      // The next drain goes on.
      if (this.#socket.isBehind) return false
      hosted.catchUp(this.id)
    }
    return true
  }

  /** The socket has closed. */
  close(): void {
    for (const { hosted } of this.#joined) {
      hosted.run(leaveRoom(hosted.room, this.id))
      hosted.detach(this.id)
    }
    this.#joined.clear()
  }

  claim(claim: Claim): void {
    this.#shown = claim
  }

  async join(join: Join): Promise<void> {
    const receipts = this.#shown?.request === join.request ? this.#shown.receipts : []
    this.#shown = null
    const refuse = (code: RefusalCode, message: string, value = 0): void => {
      this.#host.metrics.countRefusedJoin(code)
      this.#send({ type: 'join-refused', request: join.request, code, message, value })
    }
    this.#joined.forgetDenied(join.room)
    if (!this.#mayJoin(join, refuse)) return
    if (this.#host.isDraining) {
      refuse('draining', 'this relay is shutting down', drainingRetryMs)
      return
    }
    const name = roomToString(join.room)
    const full = this.#joined.begin(name, join.request)
    if (full !== null) {
      refuse('quota', full.message, full.value)
      return
    }
    try {
      const hosted = await this.#host.open(join.room, 'entries')
      await hosted.withPieces(requestOf(join, receipts, this.#readsPacked), found => {
        if (!this.#socket.isOpen || !this.#joined.end(name, join.request)) return
        // The room took a while to load.
        const rights = this.#mayJoin(join, refuse)
        if (rights === null) return
        if (hosted.isFull && hosted.room.queued > hosted.room.committed) {
          refuse('unavailable', waitsForRoom(join.room), fullRetryMs)
          return
        }
        this.#joined.add(hosted, join.request)
        hosted.attach(this.id, this)
        const { agent, user } = this.principal
        hosted.run(joinRoom(hosted.room, { id: this.id, agent, user, rights }, found))
      })
    } catch (error) {
      this.#joined.end(name, join.request)
      const reason = error instanceof DamagedRoomError ? 'its log is damaged' : 'its log could not be read'
      refuse('unavailable', `room "${join.room.space}" is unavailable: ${reason}`, damagedRetryMs)
    }
  }

  update(update: Update): void {
    const joined = this.#joined.at(update.channel)
    if (joined === undefined) return
    const { hosted } = joined
    const outside = this.#refusalOf('update', update.update.length, joined)
    const effects = updateRoom(hosted.room, this.id, update, this.#host.limits, outside)
    this.#host.metrics.countUpdate(effects, hosted.room.members.get(this.id)?.lastSeq === update.seq)
    hosted.run(effects)
  }

  lease(frame: Acquire | Renew | Release): void {
    const joined = this.#joined.at(frame.channel)
    if (joined === undefined) return
    const { hosted } = joined
    const outside = this.#refusalOf('lease', 0, joined)
    if (frame.type === 'acquire') {
      hosted.run(acquireLease(hosted.room, this.id, frame, this.#host.limits, outside))
    } else if (frame.type === 'renew') hosted.run(renewLease(hosted.room, this.id, frame, outside))
    else hosted.run(releaseLease(hosted.room, this.id, frame, outside))
  }

  async purge({ channel, request }: Purge): Promise<void> {
    const joined = this.#joined.at(channel)
    if (joined === undefined) return
    const { hosted } = joined
    const mayAppend = hosted.room.members.get(this.id)?.rights.has('append')
    const forbidden = mayAppend ? null : { code: 'forbidden' as const, message: 'a reader cannot purge', value: 0 }
    const refusal = this.#refusalOf('purge', 0, joined) ?? forbidden
    const answer = refusal ?? (await this.#host.purger.purge(hosted))
    if (this.#socket.isOpen) this.#send({ type: 'purged', channel, request, refusal: answer })
  }

  presence(presence: Presence): void {
    const joined = this.#joined.at(presence.channel)
    if (joined === undefined) return
    const { hosted } = joined
    if (denialOf(this.principal, 'presence', hosted.roomName, this.#identity.rightsOf) !== null) return
    if (this.#ratesNow.waitForPresence() > 0) {
      this.#host.metrics.countDroppedPresence()
      return
    }
    setPresence(hosted.room, this.id, presence.client, presence.state)
    hosted.run([])
  }

  leave(channel: number): void {
    const joined = this.#joined.at(channel)
    if (joined === undefined) return
    joined.hosted.run(leaveRoom(joined.hosted.room, this.id))
    joined.hosted.detach(this.id)
    this.#joined.remove(channel)
  }
  /** The rights of a joiner; null when it was refused. */
  #mayJoin(join: Join, refuse: (code: RefusalCode, message: string) => void): ReadonlySet<Right> | null {
    const verdict = authorise(this.principal, 'join', join.room, this.#identity.rightsOf)
    if (verdict.isAllowed) return verdict.rights
    this.#joined.deny(join)
    refuse(verdict.code, verdict.message)
    return null
  }

  /** Why what would change a room is not taken whatever it holds, or null. */
  #refusalOf(operation: 'update' | 'lease' | 'purge', bytes: number, joined: JoinedRoom): Refusal | null {
    const denial = denialOf(this.principal, operation, joined.hosted.roomName, this.#identity.rightsOf)
    if (denial !== null) return { code: denial.code, message: denial.message, value: 0 }
    if (this.#host.isDraining) {
      return { code: 'draining', message: 'this relay is shutting down', value: drainingRetryMs }
    }
    // What waits lies in memory: no more comes to it.
    if (this.#host.committer.isFull) {
      return { code: 'unavailable', message: 'there is no room on the disk of this relay', value: fullRetryMs }
    }
    const wait = this.#ratesNow.waitForUpdate(joined, bytes)
    return wait === 0 ? null : { code: 'rate-limited', message: 'too much at once', value: wait }
  }

  /** The relay ended a channel; where access was withdrawn, its client hears when it is back, which may be now. */
  #ended(channel: number, code: RefusalCode): void {
    const joined = this.#joined.remove(channel)
    if (joined === undefined || code === 'replaced' || code === 'unavailable') return
    const { request, hosted } = joined
    const { isAllowed } = authorise(this.principal, 'join', hosted.roomName, this.#identity.rightsOf)
    if (isAllowed) this.#send({ type: 'admitted', request })
    else this.#joined.deny({ request, room: hosted.roomName })
  }

  get #ratesNow(): SocketRates {
    this.#rates ??= new SocketRates(this.#host.limits)
    return this.#rates
  }

  #send(frame: RelayFrame): void {
    this.#socket.write([toMessage(frame)])
  }
}

// Part by part: for each `{ ...join, … }` V8 of Node 20 makes three hidden classes anew, a kilobyte that dies with the join.
const requestOf = (join: Join, receipts: readonly Receipt[], readsPacked: boolean): JoinRequest => ({
  request: join.request,
  ids: join.ids,
  epoch: join.epoch,
  vector: join.vector,
  deletesDigest: join.deletesDigest,
  receipts,
  readsPacked,
})
