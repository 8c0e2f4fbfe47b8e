import type { Join, RoomName } from '@commonplace/protocol'
import type { AgentCount, Fullness } from './connection-count'
import { DeniedJoins } from './denied-joins'
import type { HostedRoom } from './hosted-room'
import type { RateLimit } from './rate-limit'

/** A room that a connection has joined. */
export interface JoinedRoom {
  readonly hosted: HostedRoom
  /** of the join */
  readonly request: number
  /** of its updates; null before the first */
  rate: RateLimit | null
}

/** The rooms of one connection: those it has joined, by channel, those it is joining, and those it was denied. */
export class JoinedRooms {
  readonly #limit: number
  readonly #held: AgentCount
  /** the room while there never was another; null otherwise */
  #only: JoinedRoom | null = null
  /** null before the second */
  #channels: Map<number, JoinedRoom> | null = null
  /** the names of those in `#channels` */
  #names: Set<string> | null = null
  /** room name → the request under way, so that only the latest of two joins of one room is answered by the room */
  #joining: Map<string, number> | null = null
  /** how many of those are joined for the first time */
  #arriving = 0
  #denied: DeniedJoins | null = null

  /**
   * @param limit so many at once, those being joined included
   * @param held counts them with those of the agent's other connections
   */
  constructor(limit: number, held: AgentCount) {
    this.#limit = limit
    this.#held = held
  }

  /** Those that are joined, and those being joined for the first time. */
  get #size(): number {
    return (this.#channels?.size ?? (this.#only === null ? 0 : 1)) + this.#arriving
  }

  [Symbol.iterator](): Iterator<JoinedRoom> {
    return (this.#channels?.values() ?? (this.#only === null ? [] : [this.#only]))[Symbol.iterator]()
  }

  /** The room a frame is for; none when the frame crossed the end of its channel, or a join that starts it anew. */
  at(channel: number): JoinedRoom | undefined {
    const joined = this.#get(channel)
    return joined !== undefined && this.#joining?.has(joined.hosted.name) ? undefined : joined
  }

  /** Begins a join and returns null, or begins nothing and says what is full. */
  begin(name: string, request: number): Fullness | null {
    if (!this.#has(name) && !this.#joining?.has(name)) {
      const [limit, held] = [this.#limit, this.#held]
      if (this.#size >= limit) return fullness(limit, 'on one connection', 'roomsPerSocket')
      if (held.rooms >= held.mostRooms) return fullness(held.mostRooms, 'of one agent', 'roomsPerAgent')
      this.#arriving++
      held.rooms++
    }
    this.#joining ??= new Map()
    this.#joining.set(name, request)
    return null
  }

  /** Ends a join; says whether it was under way and the latest of its room. */
  end(name: string, request: number): boolean {
    if (this.#joining?.get(name) !== request) return false
    this.#joining.delete(name)
    if (this.#joining.size === 0) this.#joining = null
    if (!this.#has(name)) {
      this.#arriving--
      this.#held.rooms--
    }
    return true
  }

  /** A channel that is joined again goes on at its rate. */
  add(hosted: HostedRoom, request: number): void {
    const { channel } = hosted.room
    const { rate = null } = this.#get(channel) ?? {}
    const joined = { hosted, request, rate }
    const only = this.#only
    const before = this.#size
    if (this.#channels === null && (only === null || only.hosted.room.channel === channel)) this.#only = joined
    else {
      this.#channels ??= new Map(only === null ? [] : [[only.hosted.room.channel, only]])
      this.#names ??= new Set(only === null ? [] : [only.hosted.name])
      this.#only = null
      this.#channels.set(channel, joined)
      this.#names.add(hosted.name)
    }
    this.#held.rooms += this.#size - before
  }

  #has(name: string): boolean {
    return this.#names?.has(name) ?? this.#only?.hosted.name === name
  }

  #get(channel: number): JoinedRoom | undefined {
    if (this.#channels !== null) return this.#channels.get(channel)
    return this.#only?.hosted.room.channel === channel ? this.#only : undefined
  }

  /** Takes a room out, whatever is being joined. */
  remove(channel: number): JoinedRoom | undefined {
    const joined = this.#get(channel)
    if (joined === undefined) return undefined
    const { name } = joined.hosted
    const before = this.#size
    this.#channels?.delete(channel)
    this.#names?.delete(name)
    this.#only = null
    if (this.#joining?.has(name)) this.#arriving++
    this.#held.rooms += this.#size - before
    return joined
  }

  deny(join: Pick<Join, 'request' | 'room'>): void {
    this.#denied ??= new DeniedJoins(this.#limit)
    this.#denied.add(join)
  }

  /** A join of the room is looked at anew. */
  forgetDenied(room: RoomName): void {
    this.#denied?.forget(room)
  }

  /** Takes the requests of denied joins of rooms that may be joined now. */
  takeDenied(mayJoin: (room: RoomName) => boolean): readonly number[] {
    return this.#denied?.take(mayJoin) ?? []
  }

  clear(): void {
    this.#held.rooms -= this.#size
    this.#only = null
    this.#channels = null
    this.#names = null
    this.#joining = null
    this.#arriving = 0
  }
}

function fullness(value: number, whose: string, setting: string): Fullness {
  return { message: `at most ${value} rooms ${whose}: close some, or raise the relay's ${setting}`, value }
}
