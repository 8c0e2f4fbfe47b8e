import type { PresenceChanged, Presence as PresenceFrame } from '@commonplace/protocol'

/** What somebody else shows of itself right now, stamped by the relay with who it is. */
export interface PeerPresence {
  readonly client: number
  readonly agent: string
  readonly user: string
  /** opaque bytes, as the peer showed them */
  readonly state: Uint8Array
}

/** One room's presence: lossy, in memory only, gone with the connection. */
export interface Presence {
  /** Shows a state to the room's readers, now and after every reconnection; an empty one takes it back. */
  show(state: Uint8Array): void
  /** What others show, by client id. */
  readonly peers: ReadonlyMap<number, PeerPresence>
  /** Told the client id of each that comes, shows something, or goes. */
  onChange: (client: number) => void
}

/** The presence of one room, as a connection serves it. */
export class RoomPresence implements Presence {
  readonly peers = new Map<number, PeerPresence>()
  onChange: Presence['onChange'] = () => {}
  readonly #send: (state: Pick<PresenceFrame, 'state'>) => void
  #own: Uint8Array = new Uint8Array()

  /** @param send shows a state if the room is joined, else does nothing */
  constructor(send: (state: Pick<PresenceFrame, 'state'>) => void) {
    this.#send = send
  }

  show(state: Uint8Array): void {
    this.#own = state
    this.#send({ state })
  }

  /** The room is joined anew: others forgot us. */
  joined(): void {
    if (this.#own.length > 0) this.#send({ state: this.#own })
  }

  changed({ client, agent, user, state }: PresenceChanged): void {
    if (state.length === 0) this.peers.delete(client)
    else this.peers.set(client, Object.freeze({ client, agent, user, state }))
    this.onChange(client)
  }

  /** The connection is away: nobody knows what others show. */
  lost(): void {
    for (const client of this.peers.keys()) {
      this.peers.delete(client)
      this.onChange(client)
    }
  }
}
