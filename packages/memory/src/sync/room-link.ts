import type {
  Acquire,
  Admitted,
  Claim,
  Closed,
  Join,
  Joined,
  JoinRefused,
  Leave,
  Limits,
  Presence,
  PresenceChanged,
  Purge,
  Purged,
  Release,
  Renew,
  Update,
} from '@commonplace/protocol'
import { type LeaseFrame, RoomLeases } from './leases'
import { RoomPresence } from './presence'
import type { Replica } from './replica'
import { RoomPurges } from './room-purges'
import type { RoomFrame } from './session'
import { sessionEngine } from './session-engine'

/** What a link asks of its connection. */
export interface LinkHost {
  nextRequest(): number
  send(frame: Claim | Join | Update | Leave | Presence | Acquire | Renew | Release | Purge): void
  /** how long to wait before the room is asked again */
  pauseMs(attempt: number): number
  /** @returns the function that calls it off */
  later(ms: number, callback: () => void): () => void
  fail(message: string): void
}

type WithoutChannel<Frame> = Frame extends unknown ? Omit<Frame, 'channel'> : never
/** What is sent about a room that was joined, before it is known under which channel. */
type InRoom = WithoutChannel<Presence | Acquire | Renew | Release | Purge>

/** ms for the relay to say whether we may join; what the room holds may take longer to come */
const joinMs = 30_000

/** One replica on a connection: numbers its requests, knows its channel, and carries its presence. */
export class RoomLink {
  readonly replica: Replica
  readonly presence: RoomPresence
  readonly leases: RoomLeases
  readonly purges: RoomPurges
  channel: number | null = null
  /** the join that an answer is awaited for; answers to older ones are dropped */
  request: number | null = null
  /** the last join that was asked for, answered or not */
  asked: number | null = null
  readonly #host: LinkHost
  #cancel = () => {}

  constructor(replica: Replica, host: LinkHost) {
    this.replica = replica
    this.#host = host
    const nextRequest = () => host.nextRequest()
    const send = (frame: InRoom) => {
      if (this.channel === null) return false
      host.send({ ...frame, channel: this.channel })
      return true
    }
    this.presence = new RoomPresence(({ state }) => send({ type: 'presence', client: replica.client, state }))
    this.purges = new RoomPurges(nextRequest, send)
    this.leases = new RoomLeases({ nextRequest, send, later: (ms, callback) => host.later(ms, callback) })
  }

  connect(limits: Limits): void {
    const room = this.replica.room!
    this.replica.connect(
      {
        join: ({ receipts, ...join }) => {
          this.request = this.#host.nextRequest()
          this.asked = this.request
          this.#later(joinMs, () => this.#host.fail(`no answer to a join within ${joinMs} ms`))
          if (receipts.length > 0) this.#host.send({ type: 'claim', request: this.request, receipts })
          this.#host.send({ type: 'join', request: this.request, room, ...join })
        },
        send: frame => {
          this.#host.send(frame)
          // The replica has ended: what is held in the room counts for nothing any more.
          if (frame.type === 'leave') this.#end()
        },
        wait: (attempt, atLeastMs) => {
          // An answer to what was asked before comes too late now.
          this.request = null
          this.#later(Math.max(atLeastMs, this.#host.pauseMs(attempt)), () => this.replica.retry())
        },
        fail: message => this.#host.fail(message),
      },
      sessionEngine,
      limits,
    )
  }

  /** Whether a join of this room is answered; answers to older joins are about none. */
  awaits({ type, request }: Joined | JoinRefused | Admitted): boolean {
    return request === (type === 'admitted' ? this.asked : this.request)
  }

  receive(frame: RoomFrame | PresenceChanged | LeaseFrame | Purged): void {
    if (frame.type === 'purged') {
      // A room that was full may have room now.
      if (!frame.refusal && this.replica.status.value.state !== 'waiting') this.replica.retry()
      this.purges.receive(frame)
      return
    }
    if (frame.type === 'presence-changed') {
      this.presence.changed(frame)
      return
    }
    if (frame.type === 'granted' || frame.type === 'held' || frame.type === 'ended' || frame.type === 'lease-refused') {
      this.leases.receive(frame)
      return
    }
    if (frame.type === 'joined' || frame.type === 'join-refused') {
      this.request = null
      this.#cancel()
    }
    if (frame.type === 'joined') this.channel = frame.channel
    if (frame.type === 'closed') this.#closed(frame)
    this.replica.receive(frame)
    if (frame.type !== 'joined') return
    this.presence.joined()
    this.leases.joined()
  }

  /** Nothing comes of the room any more; where access was withdrawn, what was held there counts for nothing. */
  #closed({ code }: Closed): void {
    if (code === 'revoked') this.#end()
    else this.#lost()
  }

  #end(): void {
    this.#lost()
    this.leases.close()
  }

  #lost(): void {
    this.channel = null
    this.presence.lost()
    this.purges.lost()
  }

  disconnect(): void {
    this.#cancel()
    this.request = null
    this.#lost()
    this.leases.lost()
    this.replica.disconnect()
  }

  #later(ms: number, callback: () => void): void {
    this.#cancel()
    this.#cancel = this.#host.later(ms, callback)
  }
}
