import type { Storage } from '@commonplace/storage'
import { platform } from '#platform'
import type { LogItem } from '../room/log-item'
import { itemKey } from './keys'
import { DamagedRoomError } from './load-room'
import { DamagedItemError, updateOf } from './stored-item'
import { type PieceKeeper, StoredPiece } from './stored-piece'

/** What of the rooms' pieces stays in memory. */
export interface PieceBounds {
  /** bytes of all pieces together, of those that are on disk */
  readonly bytes: number
  /** smaller ones stay with their room */
  readonly leastBytes: number
}

// Not more than a record of a busy commit, of which a few lie unfolded at the end of any log: they are deflated too.
export const defaultPieceBounds: PieceBounds = { bytes: 16 * 1024 * 1024, leastBytes: 8 * 1024 }

// A room that is being filled makes a piece more often than this, and folds it again.
const quietMs = 250
// Below it a piece is folded again soon, where its room goes on being written.
const lastingLevel = 2
// Of a relay that is never quiet the last ones: what was made long before is not in memory any more.
const mostFresh = 256

/** Deflates in the background. */
export type Deflate = (bytes: Uint8Array, done: (deflated: Uint8Array | undefined) => void) => void

/** The bytes of large pieces of all rooms: those used last are in memory, the others are read when somebody asks for them. */
export class PieceCache implements PieceKeeper {
  readonly #storage: Pick<Storage, 'getSync'>
  readonly #bounds: PieceBounds
  readonly #deflate: Deflate | undefined
  readonly #later: ((ms: number, run: () => void) => unknown) | undefined
  /** new ones, to be deflated once no more of them come */
  readonly #fresh = new Set<StoredPiece>()
  #isWatched = false
  #hasGrown = false
  /** rooms that were written since the last look at what is new */
  readonly #written = new Set<string>()
  /** those in memory that may be dropped with what each holds, the one used last at the end */
  readonly #held = new Map<StoredPiece, number>()
  #bytes = 0
  /** to be deflated, one after the other: commits need the same threads */
  readonly #unpacked = new Set<StoredPiece>()
  #isPacking = false

  /**
   * @param storage where one cannot read at once everything stays in memory
   * @param deflate without it nothing is deflated
   * @param later calls back after so many ms; without it a piece is deflated only when somebody wants it so
   */
  constructor(
    storage: Pick<Storage, 'getSync'>,
    bounds: PieceBounds = defaultPieceBounds,
    deflate: Deflate | undefined = platform.deflate,
    later?: (ms: number, run: () => void) => unknown,
  ) {
    this.#storage = storage
    this.#bounds = bounds
    this.#deflate = deflate
    this.#later = later
  }

  /** The item, as one that can be dropped when it is large; it stays in memory until it is `stored`. */
  wrap(room: string, item: LogItem): LogItem {
    const isLarge = item.size >= this.#bounds.leastBytes && this.#storage.getSync !== undefined
    return isLarge && !(item instanceof StoredPiece) ? new StoredPiece(room, item, this) : item
  }

  /** A new item, as `wrap` gives it; a large one is deflated when no other has come for a while, so that whoever joins finds it so. */
  add(room: string, item: LogItem): LogItem {
    const piece = this.wrap(room, item)
    if (piece instanceof StoredPiece && this.#deflate !== undefined && this.#later !== undefined) {
      this.#fresh.add(piece)
      const [oldest] = this.#fresh
      if (this.#fresh.size > mostFresh) this.#fresh.delete(oldest!)
      this.#hasGrown = true
      this.#watch(this.#later)
    }
    return piece
  }

  /** A commit has something of the room, however small. */
  writes(room: string): void {
    if (this.#isWatched) this.#written.add(room)
  }

  /** Items are on disk. */
  stored(items: Iterable<LogItem>): void {
    for (const item of items) if (item instanceof StoredPiece) this.#hold(item)
    this.#trim()
  }

  used(piece: StoredPiece): void {
    if (this.#held.has(piece)) this.#hold(piece)
  }

  /** Others came a moment ago: it may be folded with them, and is not to be deflated yet. */
  isFresh(piece: StoredPiece): boolean {
    return this.#fresh.has(piece)
  }

  /** Has a piece deflated, when those before it are. */
  pack(piece: StoredPiece): void {
    if (this.#deflate === undefined) return
    this.#unpacked.add(piece)
    if (!this.#isPacking) this.#packNext(this.#deflate)
  }

  /** @throws DamagedRoomError */
  read(piece: StoredPiece): Uint8Array {
    const value = this.#storage.getSync?.(itemKey(piece.room, piece))
    if (value === undefined) throw new DamagedRoomError(`the piece after record ${piece.first - 1} is gone`)
    try {
      return updateOf(value)
    } catch (error) {
      if (error instanceof DamagedItemError)
        throw new DamagedRoomError(`the piece after record ${piece.first - 1}: ${error.message}`)
      throw error
    }
  }

  /** They are in the log no more. */
  forget(items: Iterable<LogItem>): void {
    for (const item of items) {
      if (!(item instanceof StoredPiece)) continue
      this.#fresh.delete(item)
      this.#unpacked.delete(item)
      this.#bytes -= this.#held.get(item) ?? 0
      this.#held.delete(item)
    }
  }

  #watch(later: (ms: number, run: () => void) => unknown): void {
    if (this.#isWatched) return
    this.#isWatched = true
    this.#hasGrown = false
    later(quietMs, () => {
      this.#isWatched = false
      const pieces = this.#hasGrown ? [] : [...this.#fresh].filter(piece => !this.#isFoldedSoon(piece))
      for (const piece of pieces) this.#fresh.delete(piece)
      for (const piece of pieces) piece.wantPacked()
      this.#written.clear()
      if (this.#fresh.size > 0) this.#watch(later)
    })
  }

  #isFoldedSoon({ level, room }: StoredPiece): boolean {
    return level < lastingLevel && this.#written.has(room)
  }

  #packNext(deflate: Deflate): void {
    const [piece] = this.#unpacked
    this.#isPacking = piece !== undefined
    if (piece === undefined) return
    this.#unpacked.delete(piece)
    const packed = (deflated: Uint8Array | undefined): void => {
      piece.pack(deflated)
      if (this.#held.has(piece) || piece.isDropped) {
        piece.dropPlain()
        this.stored([piece])
      }
      this.#packNext(deflate)
    }
    const bytes = this.#bytesOf(piece)
    if (bytes === undefined) packed(undefined)
    else deflate(bytes, packed)
  }

  /** Damage, or a store that has closed, is told to whoever needs the piece itself. */
  #bytesOf(piece: StoredPiece): Uint8Array | undefined {
    try {
      return piece.bytes
    } catch {
      return undefined
    }
  }

  #hold(piece: StoredPiece): void {
    const held = piece.heldBytes
    this.#bytes += held - (this.#held.get(piece) ?? 0)
    this.#held.delete(piece)
    this.#held.set(piece, held)
  }

  #trim(): void {
    for (const [piece, held] of this.#held) {
      if (this.#bytes <= this.#bounds.bytes) return
      this.#held.delete(piece)
      this.#bytes -= held
      piece.drop()
    }
  }
}
