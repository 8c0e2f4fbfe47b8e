import type { Join, Leave, Limits, PresenceChanged, Update } from '@commonplace/protocol'
import { RoomPresence } from './presence'
import type { Replica } from './replica'
import type { RoomFrame } from './session'

/** What a link asks of its connection. */
export interface LinkHost {
  nextRequest(): number
  send(frame: Join | Update | Leave | { type: 'presence'; channel: number; client: number; state: Uint8Array }): void
  /** how long to wait before the room is asked again */
  pauseMs(attempt: number): number
  /** @returns the function that calls it off */
  later(ms: number, callback: () => void): () => void
  fail(message: string): void
}

/** ms for the relay to say whether we may join; what the room holds may take longer to come */
const joinMs = 30_000

/** One replica on a connection: numbers its requests, knows its channel, and carries its presence. */
export class RoomLink {
  readonly replica: Replica
  readonly presence: RoomPresence
  channel: number | null = null
  /** the join that an answer is awaited for; answers to older ones are dropped */
  request: number | null = null
  readonly #host: LinkHost
  #cancel = () => {}

  constructor(replica: Replica, host: LinkHost) {
    this.replica = replica
    this.#host = host
    this.presence = new RoomPresence(({ state }) => {
      if (this.channel === null) return
      host.send({ type: 'presence', channel: this.channel, client: replica.client, state })
    })
  }

  connect(limits: Limits): void {
    const room = this.replica.room!
    this.replica.connect(
      {
        join: join => {
          this.request = this.#host.nextRequest()
          this.#later(joinMs, () => this.#host.fail(`no answer to a join within ${joinMs} ms`))
          this.#host.send({ type: 'join', request: this.request, room, ...join })
        },
        send: frame => this.#host.send(frame),
        wait: (attempt, atLeastMs) => {
          // An answer to what was asked before comes too late now.
          this.request = null
          this.#later(Math.max(atLeastMs, this.#host.pauseMs(attempt)), () => this.replica.retry())
        },
        fail: message => this.#host.fail(message),
      },
      limits,
    )
  }

  receive(frame: RoomFrame | PresenceChanged): void {
    if (frame.type === 'presence-changed') {
      this.presence.changed(frame)
      return
    }
    if (frame.type === 'joined' || frame.type === 'join-refused') {
      this.request = null
      this.#cancel()
    }
    if (frame.type === 'joined') this.channel = frame.channel
    this.replica.receive(frame)
    if (frame.type === 'joined') this.presence.joined()
  }

  disconnect(): void {
    this.#cancel()
    this.channel = null
    this.request = null
    this.presence.lost()
    this.replica.disconnect()
  }

  #later(ms: number, callback: () => void): void {
    this.#cancel()
    this.#cancel = this.#host.later(ms, callback)
  }
}
