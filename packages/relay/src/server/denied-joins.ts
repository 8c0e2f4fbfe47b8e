import { type Join, type RoomName, roomToString } from '@commonplace/protocol'

/** The joins of a connection that were denied: whoever may join one of the rooms later is told, once. */
export class DeniedJoins {
  readonly #limit: number
  /** by the room's name, oldest first */
  readonly #joins = new Map<string, Pick<Join, 'request' | 'room'>>()

  /** @param limit so many are remembered, the latest */
  constructor(limit: number) {
    this.#limit = limit
  }

  add({ request, room }: Pick<Join, 'request' | 'room'>): void {
    const name = roomToString(room)
    this.#joins.delete(name)
    this.#joins.set(name, { request, room })
    if (this.#joins.size <= this.#limit) return
    for (const oldest of this.#joins.keys()) {
      this.#joins.delete(oldest)
      return
    }
  }

  /** A join of the room is looked at anew. */
  forget(room: RoomName): void {
    this.#joins.delete(roomToString(room))
  }

  /** Takes the requests of rooms that may be joined now. */
  take(mayJoin: (room: RoomName) => boolean): number[] {
    const found = [...this.#joins].filter(([, { room }]) => mayJoin(room))
    for (const [name] of found) this.#joins.delete(name)
    return found.map(([, { request }]) => request)
  }
}
