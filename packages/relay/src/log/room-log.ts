import type { Operation } from '@commonplace/storage'
import { appended } from '../room/appended'
import { beginCommit } from '../room/begin-commit'
import { type Fold, foldableTail, foldItems, nextFold } from '../room/fold'
import type { LogItem } from '../room/log-item'
import { replaceItems } from '../room/rewrite'
import type { Room } from '../room/room'
import type { Journal, JournaledLog } from './journal'
import { itemKey } from './keys'
import { putRoom } from './load-room'
import type { PieceCache } from './piece-cache'
import { encodeItem } from './stored-item'

/** What the logs of all rooms share. */
export interface LogPlaces {
  readonly journal: Journal
  readonly pieces: PieceCache
}

const none: readonly LogItem[] = []

/** Larger items are not written twice. */
const mostJournaledBytes = 16 * 1024

/** How one room's log lies on disk: what is new in the journal that all rooms share, all else in a range of the room's own. */
export class RoomLog implements JournaledLog {
  readonly name: string
  readonly #room: Room
  readonly #journal: Journal
  readonly #pieces: PieceCache
  #isStored: boolean
  /** Items with later numbers lie in the journal, or are folded of such, and not in the room's range. */
  #settledUpTo: number
  /** but for these; null: there is none */
  #placed: Set<LogItem> | null = null
  /** what the next commit does beside writing what was queued */
  #rewrites: Operation[] = []
  /** what goes to the room's range with the next commit, and what went with the last one */
  #put: LogItem[] = []
  #writing: LogItem[] = []
  /** what goes from the journal to the room's range with the commit under way */
  #settling: readonly LogItem[] = none
  /** the items are being rewritten: they stay as they are */
  isHeld = false

  /** @param isStored the room has been written before */
  constructor(name: string, room: Room, { journal, pieces }: LogPlaces, isStored: boolean) {
    this.name = name
    this.#room = room
    this.#journal = journal
    this.#pieces = pieces
    this.#isStored = isStored
    this.#settledUpTo = room.committed
  }

  /** Nothing of the room lies in the journal alone, nor is on its way from there. */
  get isSettled(): boolean {
    const { items, writing } = this.#room
    return this.#settling.length === 0 && !this.#isAnyJournaled(writing) && !this.#isAnyJournaled(items)
  }

  #isAnyJournaled(items: readonly LogItem[]): boolean {
    return items.some(item => this.#isJournaled(item))
  }

  #isJournaled(item: LogItem): boolean {
    return item.first > this.#settledUpTo && !this.#placed?.has(item)
  }

  /** What the commit that begins writes of this room, beside what it puts into the journal. */
  begin(): Operation[] {
    const operations = this.#rewrites
    this.#rewrites = []
    const items = beginCommit(this.#room)
    if (items.length > 0 && !this.#isStored) {
      operations.push(putRoom(this.name, this.#room.mode))
      this.#isStored = true
    }
    if (items.length > 0) this.#pieces.writes(this.name)
    const { writing } = this.#room
    let place = writing.length - items.length
    for (const item of items) {
      if (item.size > mostJournaledBytes) {
        const piece = this.#pieces.add(this.name, item)
        writing[place] = piece
        operations.push(this.#place(piece))
      } else this.#journal.add(this, item)
      place++
    }
    this.#writing = this.#put
    this.#put = []
    return operations
  }

  /** What the last commit wrote is on disk. */
  committed(): void {
    this.#pieces.stored(this.#writing)
    this.#writing = []
  }

  settle(): Operation[] {
    const { items, committed } = this.#room
    const tail = this.isHeld ? null : foldableTail(items, item => this.#isJournaled(item))
    if (tail !== null) this.#replace(tail)
    this.#settling = items.filter(item => this.#isJournaled(item))
    // What is not committed goes into the journal with this very commit.
    this.#settledUpTo = committed
    for (const item of this.#placed ?? []) if (item.first <= committed) this.#placed?.delete(item)
    if (this.#placed?.size === 0) this.#placed = null
    return this.#settling.map(item => this.#putOf(item))
  }

  settled(): void {
    this.#pieces.stored(this.#settling)
    this.#settling = none
  }

  /** Has the next commit settle it, unless one is doing so. */
  settleSoon(): void {
    if (this.#settling.length > 0) return
    this.#rewrites.push(...this.settle())
    for (const item of this.#settling) this.#put = appended(this.#put, item)
    this.#settling = none
  }

  /** Folds what the next fold of the log is; says whether there is something for a commit to write. */
  fold(): boolean {
    const fold = nextFold(this.#room.items)
    return fold !== null && this.#replace(fold)
  }

  /** What was folded of what the journal holds is written when that is settled: until then it may be folded again. */
  #replace({ index, items }: Fold): boolean {
    const piece = this.#pieces.add(this.name, foldItems(items))
    this.#room.items.splice(index, items.length, piece)
    const isJournaled = items.every(item => this.#isJournaled(item))
    const removed = this.#remove(items)
    if (!isJournaled) this.#rewrites.push(...removed, this.#place(piece))
    return !isJournaled
  }

  /** Puts items in the place of others, which stand one behind the other in the room, and has the next commit write them. */
  replace(items: readonly LogItem[], rewritten: readonly LogItem[]): void {
    const pieces = rewritten.map(item => this.#pieces.add(this.name, item))
    replaceItems(this.#room, items, pieces)
    this.#rewrites.push(...this.#remove(items), ...pieces.map(item => this.#place(item)))
  }

  #place(item: LogItem): Operation {
    if (item.first > this.#settledUpTo) {
      this.#placed ??= new Set()
      this.#placed.add(item)
    }
    return this.#write(item)
  }

  #write(item: LogItem): Operation {
    this.#put = appended(this.#put, item)
    return this.#putOf(item)
  }

  #putOf(item: LogItem): Operation {
    return { put: itemKey(this.name, item), value: encodeItem(item) }
  }

  /** What lies in the journal alone goes with the journal. */
  #remove(items: readonly LogItem[]): Operation[] {
    this.#pieces.forget(items)
    const placed = items.filter(item => !this.#isJournaled(item))
    for (const item of placed) this.#placed?.delete(item)
    return placed.map(item => ({ delete: itemKey(this.name, item) }))
  }
}
