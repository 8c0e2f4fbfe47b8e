import type { Writer } from '../guard/admit'
import { type Identity, type Member, sameIdentity } from './member'
import type { Room } from './room'

/** Yjs draws the ids of stock clients below it, where no other client's ids are. */
const yjsIds = 2 ** 32

/**
 * What the guard must know of a member of a room. Native members write under the ids they named; stock members, whose
 * protocol names none, under any id that is not somebody else's. In rooms of arbitrary types a delete cannot be told from an
 * edit, so everybody may delete there.
 */
class RoomWriter implements Writer {
  readonly #room: Room
  readonly #member: Member

  constructor(room: Room, member: Member) {
    this.#room = room
    this.#member = member
  }

  get entriesOnly(): boolean {
    return this.#room.mode === 'entries'
  }

  mayWrite(client: number): boolean {
    const member = this.#member
    if (member.kind === 'native') return member.ids.includes(client)
    const owner = this.#ownerOf(client)
    if (owner !== undefined) return sameIdentity(owner, member)
    const { book } = this.#room
    return book === null || !book.isRecovered || client < yjsIds
  }

  mayDelete(client: number): boolean {
    if (this.#room.mode === 'any' || this.#member.rights.has('curate')) return true
    const owner = this.#ownerOf(client)
    return owner !== undefined && sameIdentity(owner, this.#member)
  }

  #ownerOf(client: number): Identity | undefined {
    return this.#room.owners.get(client) ?? this.#room.holders.get(client)
  }
}

export const writerOf = (room: Room, member: Member): Writer => new RoomWriter(room, member)
