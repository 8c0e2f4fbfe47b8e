import type { Storage } from '@commonplace/storage'
import type { LogItem } from '../room/log-item'
import { itemKey } from './keys'
import { DamagedRoomError } from './load-room'
import { DamagedItemError, decodeItem } from './stored-item'
import { StoredPiece } from './stored-piece'

/** What of the rooms' pieces stays in memory. */
export interface PieceBounds {
  /** bytes of all pieces together, of those that are on disk */
  readonly bytes: number
  /** smaller ones stay with their room */
  readonly leastBytes: number
}

export const defaultPieceBounds: PieceBounds = { bytes: 16 * 1024 * 1024, leastBytes: 32 * 1024 }

/** The bytes of large pieces of all rooms: those used last are in memory, the others are read when somebody asks for them. */
export class PieceCache {
  readonly #storage: Pick<Storage, 'getSync'>
  readonly #bounds: PieceBounds
  /** those in memory that may be dropped, the one used last at the end */
  readonly #held = new Set<StoredPiece>()
  #bytes = 0

  /** @param storage where one cannot read at once everything stays in memory */
  constructor(storage: Pick<Storage, 'getSync'>, bounds: PieceBounds = defaultPieceBounds) {
    this.#storage = storage
    this.#bounds = bounds
  }

  /** The item, as one that can be dropped when it is large; it stays in memory until it is `stored`. */
  wrap(room: string, item: LogItem): LogItem {
    const isLarge = item.size >= this.#bounds.leastBytes && this.#storage.getSync !== undefined
    return isLarge && !(item instanceof StoredPiece) ? new StoredPiece(room, item, this) : item
  }

  /** Items are on disk. */
  stored(items: Iterable<LogItem>): void {
    for (const item of items) {
      if (!(item instanceof StoredPiece) || this.#held.has(item)) continue
      this.#held.add(item)
      this.#bytes += item.size
    }
    this.#trim()
  }

  used(piece: StoredPiece): void {
    if (!this.#held.delete(piece)) return
    this.#held.add(piece)
  }

  /** @throws DamagedRoomError */
  read(piece: StoredPiece): Uint8Array {
    const value = this.#storage.getSync?.(itemKey(piece.room, piece))
    if (value === undefined) throw new DamagedRoomError(`the piece after record ${piece.first - 1} is gone`)
    try {
      return decodeItem(value).bytes
    } catch (error) {
      if (error instanceof DamagedItemError)
        throw new DamagedRoomError(`the piece after record ${piece.first - 1}: ${error.message}`)
      throw error
    }
  }

  /** They are in the log no more. */
  forget(items: Iterable<LogItem>): void {
    for (const item of items) {
      if (item instanceof StoredPiece && this.#held.delete(item)) this.#bytes -= item.size
    }
  }

  #trim(): void {
    for (const piece of this.#held) {
      if (this.#bytes <= this.#bounds.bytes) return
      this.#held.delete(piece)
      this.#bytes -= piece.size
      piece.drop()
    }
  }
}
