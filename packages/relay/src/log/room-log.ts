import type { Operation } from '@commonplace/storage'
import { beginCommit } from '../room/begin-commit'
import { foldItems, nextFold } from '../room/fold'
import type { LogItem } from '../room/log-item'
import { replaceItems } from '../room/rewrite'
import type { Room } from '../room/room'
import type { Journal, JournaledLog } from './journal'
import { itemKey } from './keys'
import { putRoom } from './load-room'
import { encodeItem } from './stored-item'

/** Larger items are not written twice. */
const mostJournaledBytes = 16 * 1024

/** How one room's log lies on disk: what is new in the journal that all rooms share, all else in a range of the room's own. */
export class RoomLog implements JournaledLog {
  readonly nameBytes: Uint8Array
  readonly #name: string
  readonly #room: Room
  readonly #journal: Journal
  #isStored: boolean
  /** lie in the journal and not in the room's range */
  readonly #journaled = new Set<LogItem>()
  /** what the next commit does beside writing what was queued */
  #rewrites: Operation[] = []

  /** @param isStored the room has been written before */
  constructor(name: string, room: Room, journal: Journal, isStored: boolean) {
    this.#name = name
    this.nameBytes = new TextEncoder().encode(name)
    this.#room = room
    this.#journal = journal
    this.#isStored = isStored
  }

  /** Nothing of the room lies in the journal alone. */
  get isSettled(): boolean {
    return this.#journaled.size === 0
  }

  /** What the commit that begins writes of this room, beside what it puts into the journal. */
  begin(): Operation[] {
    const operations = this.#rewrites
    this.#rewrites = []
    const items = beginCommit(this.#room)
    if (items.length > 0 && !this.#isStored) {
      operations.push(putRoom(this.#name, this.#room.mode))
      this.#isStored = true
    }
    for (const item of items) {
      if (item.bytes.length > mostJournaledBytes) operations.push(this.#put(item))
      else {
        this.#journaled.add(item)
        this.#journal.add(this, item)
      }
    }
    return operations
  }

  settle(): Operation[] {
    const operations: Operation[] = []
    for (const item of this.#journaled) {
      // The rest goes into the journal with this very commit.
      if (item.first > this.#room.committed) break
      this.#journaled.delete(item)
      operations.push(this.#put(item))
    }
    return operations
  }

  /** Has the next commit settle it. */
  settleSoon(): void {
    this.#rewrites.push(...this.settle())
  }

  /** Folds what the next fold of the log is, for the next commit to write; says whether there was one. */
  fold(): boolean {
    const fold = nextFold(this.#room.items)
    if (fold === null) return false
    const piece = foldItems(fold.items)
    this.#room.items.splice(fold.index, fold.items.length, piece)
    this.#rewrites.push(...this.#remove(fold.items), this.#put(piece))
    return true
  }

  /** Puts items in the place of the first ones of the room. */
  replace(items: readonly LogItem[], rewritten: readonly LogItem[]): Operation[] {
    replaceItems(this.#room, items, rewritten)
    return [...this.#remove(items), ...rewritten.map(item => this.#put(item))]
  }

  #put(item: LogItem): Operation {
    return { put: itemKey(this.#name, item), value: encodeItem(item) }
  }

  /** What lies in the journal alone goes with the journal. */
  #remove(items: readonly LogItem[]): Operation[] {
    return items.filter(item => !this.#journaled.delete(item)).map(item => ({ delete: itemKey(this.#name, item) }))
  }
}
