import type { Operation } from '@commonplace/storage'
import type { LogItem } from '../room/log-item'
import { journalKey } from './keys'
import { RecordWriter } from './record-writer'
import { writeFront } from './stored-item'

const version = 1
/** When a segment of a journal is settled, and how fast. */
export interface JournalBounds {
  /** it holds so many records */
  readonly records: number
  /** or so many bytes */
  readonly bytes: number
  /** or so many records, of rooms hardly any of which came again: to wait for more of them would save their ranges nothing */
  readonly scattered: number
  /** so many items move to their rooms' ranges with one commit, and what is left of one room more: LMDB keeps a page of memory for each */
  readonly settledAtOnce: number
}

const defaultBounds: JournalBounds = { records: 512, bytes: 4 * 1024 * 1024, scattered: 64, settledAtOnce: 32 }

// More go at once where a segment would otherwise take more commits than the shortest takes to fill.
const mostCommits = 64
// Items a room, below which hardly any came again.
const scatteredItems = 1.25

/** A log some of whose items lie in the journal only. */
export interface JournaledLog {
  /** of its room */
  readonly name: string
  /** What writes the items that lie in the journal, and on disk, to the range of their room. */
  settle(): Operation[]
  /** They are there. */
  settled(): void
}

/** Records of the journal from `from` up to, not including, `end`, and whose logs have items in them. */
interface Segment {
  readonly from: number
  readonly end: number
  readonly logs: Set<JournaledLog>
  readonly settledAtOnce: number
}

/**
 * What a commit appends to the logs of all rooms, as one record of one range of the store: a disk that keeps keys in order
 * writes a page for it instead of one a room. A segment that is full is settled: what it holds goes to the rooms'
 * own ranges, one piece a room, and then the segment goes.
 *
 * A record is length and checksum, as an item has them, then its format version and for each item: the name of the room with
 * its length, the item as in a room's range but for its own length and checksum, its update with its length.
 */
export class Journal {
  readonly #bounds: JournalBounds
  #next = 1
  #from = 1
  #bytes = 0
  #items = 0
  #logs = new Set<JournaledLog>()
  #full: Segment | null = null
  /** what the commit under way settles */
  #settling: JournaledLog[] = []
  readonly #record = new RecordWriter()

  constructor(bounds: JournalBounds = defaultBounds) {
    this.#bounds = bounds
  }

  /** Puts an item into the record of the commit that begins. */
  add(log: JournaledLog, item: LogItem): void {
    if (this.#record.isEmpty) this.#record.byte(version)
    this.#record.text(log.name)
    writeFront(this.#record, item)
    this.#record.bytes(item.bytes)
    this.#items++
    this.#logs.add(log)
  }

  /** What the commit that begins does to the journal: its last operations. */
  seal(): Operation[] {
    const operations = this.#settle()
    if (!this.#record.isEmpty) {
      // A storage copies what it is given before it returns.
      const value = this.#record.endInPlace()
      operations.push({ put: journalKey(this.#next++), value })
      this.#bytes += value.length
    }
    if (this.#full === null && this.#isFull) this.rotate()
    return operations
  }

  /** The last commit is on disk. */
  committed(): void {
    for (const log of this.#settling) log.settled()
    this.#settling.length = 0
  }

  get #isFull(): boolean {
    const { records, bytes, scattered } = this.#bounds
    const held = this.#next - this.#from
    const isScattered = held >= scattered && this.#items < scatteredItems * this.#logs.size
    return held >= records || this.#bytes >= bytes || isScattered
  }

  /** All that was journaled before is being settled, some with every commit. */
  get isSettling(): boolean {
    return this.#full !== null
  }

  /** Begins to settle all that is journaled. */
  rotate(): void {
    if (this.#next === this.#from) return
    const { from, logs } = this.#full ?? { from: this.#from, logs: [] }
    const all = new Set([...logs, ...this.#logs])
    const settledAtOnce = Math.max(this.#bounds.settledAtOnce, Math.ceil(all.size / mostCommits))
    this.#full = { from, end: this.#next, logs: all, settledAtOnce }
    this.#from = this.#next
    this.#bytes = 0
    this.#items = 0
    this.#logs = new Set()
  }

  /** A log has nothing in the journal any more, and may go. */
  forget(log: JournaledLog): void {
    this.#logs.delete(log)
    this.#full?.logs.delete(log)
  }

  #settle(): Operation[] {
    const operations: Operation[] = []
    if (this.#full === null) return operations
    const { from, end, logs, settledAtOnce } = this.#full
    for (const log of logs) {
      if (operations.length >= settledAtOnce) return operations
      operations.push(...log.settle())
      this.#settling.push(log)
      logs.delete(log)
    }
    operations.push({ deleteRange: [journalKey(from), journalKey(end)] })
    this.#full = null
    return operations
  }
}
