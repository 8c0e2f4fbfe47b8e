import type { LogItem } from '../room/log-item'
import type { PieceCache } from './piece-cache'

/** A large item of a room's range whose bytes are in memory only while they are used, or were of late. */
export class StoredPiece implements LogItem {
  readonly first: number
  readonly last: number
  readonly level: number
  readonly codec: number
  readonly size: number
  readonly bindings: LogItem['bindings']
  readonly receptions: LogItem['receptions']
  readonly from: LogItem['from']
  readonly to: LogItem['to']
  readonly skips: LogItem['skips']
  readonly deletes: LogItem['deletes']
  readonly room: string
  readonly #cache: PieceCache
  #bytes: Uint8Array | null
  /** what somebody still sends need not be read again */
  #lent: WeakRef<Uint8Array> | null = null

  constructor(room: string, item: LogItem, cache: PieceCache) {
    this.first = item.first
    this.last = item.last
    this.level = item.level
    this.codec = item.codec
    this.size = item.size
    this.bindings = item.bindings
    this.receptions = item.receptions
    this.from = item.from
    this.to = item.to
    this.skips = item.skips
    this.deletes = item.deletes
    this.room = room
    this.#bytes = item.bytes
    this.#cache = cache
  }

  /** @throws DamagedRoomError when the disk does not give them back */
  get bytes(): Uint8Array {
    if (this.#bytes !== null) {
      this.#cache.used(this)
      return this.#bytes
    }
    const bytes = this.#lent?.deref() ?? this.#cache.read(this)
    this.#bytes = bytes
    this.#lent = null
    this.#cache.stored([this])
    return bytes
  }

  /** Its bytes are on disk, and nobody has used them for long. */
  drop(): void {
    if (this.#bytes === null) return
    this.#lent = new WeakRef(this.#bytes)
    this.#bytes = null
  }
}
