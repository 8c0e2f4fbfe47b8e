import { encodePacked } from '@commonplace/protocol'
import type { LogItem } from '../room/log-item'

// What deflates to more of its size than this is sent as it is.
const worthShare = 0.9

/** Who keeps the bytes of pieces, as one of them sees it. */
export interface PieceKeeper {
  /** They are on disk. */
  stored(pieces: Iterable<StoredPiece>): void
  used(piece: StoredPiece): void
  /** Others came a moment ago: it may be folded with them, and is not to be deflated yet. */
  isFresh(piece: StoredPiece): boolean
  /** Has it deflated, when those before it are. */
  pack(piece: StoredPiece): void
  /** @throws DamagedRoomError */
  read(piece: StoredPiece): Uint8Array
}

/**
 * A large item of a room's range whose bytes are in memory only while they are used, or were of late. Once somebody wants them
 * deflated they are, in the background and once, and take the place of the plain ones.
 */
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
  readonly #cache: PieceKeeper
  #bytes: Uint8Array | null
  /** what somebody still sends need not be read again */
  #lent: WeakRef<Uint8Array> | null = null
  #packed: Uint8Array | 'under way' | 'not worth it' | null = null

  constructor(room: string, item: LogItem, cache: PieceKeeper) {
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

  /** how much of it is in memory */
  get heldBytes(): number {
    return (this.#bytes?.length ?? 0) + (this.#packed instanceof Uint8Array ? this.#packed.length : 0)
  }

  /** Its plain bytes are on disk and not here. */
  get isDropped(): boolean {
    return this.#bytes === null
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

  get packed(): Uint8Array | null {
    if (this.#packed instanceof Uint8Array) {
      this.#cache.used(this)
      return this.#packed
    }
    this.wantPacked()
    return null
  }

  /** Has it deflated in the background, unless it was tried, or is about to be folded. */
  wantPacked(): void {
    if (this.#packed !== null || this.#cache.isFresh(this)) return
    this.#packed = 'under way'
    this.#cache.pack(this)
  }

  /** @param deflated undefined where that could not be done */
  pack(deflated: Uint8Array | undefined): void {
    if (deflated === undefined || deflated.length > this.size * worthShare) this.#packed = 'not worth it'
    else this.#packed = encodePacked({ size: this.size, deflated })
  }

  /** Its bytes are on disk, and nobody has used them for long: those that are deflated go last. */
  drop(): void {
    if (this.#bytes !== null) {
      this.#lent = new WeakRef(this.#bytes)
      this.#bytes = null
    }
    if (this.#packed instanceof Uint8Array) this.#packed = null
  }

  /** Drops the bytes that its deflated ones stand for. */
  dropPlain(): void {
    if (this.#bytes === null || !(this.#packed instanceof Uint8Array)) return
    this.#lent = new WeakRef(this.#bytes)
    this.#bytes = null
  }
}
