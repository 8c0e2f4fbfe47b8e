import type { MemoryRecord } from '../reading/record'
import type { ContextPacket } from './packet'

/** A packet with what would make it another. */
export interface CachedPacket {
  readonly packet: ContextPacket
  /** Whether a record could be in it. */
  readonly admits: (record: MemoryRecord) => boolean
  /** What is in it or was told of it before. */
  readonly places: ReadonlySet<string>
  /** When the first of what it tells is forgotten, ms. */
  readonly until: number
}

/** Most packets kept; the one that was not asked for longest goes. */
const most = 64

/**
 * Packets by what was asked for. A packet leaves when a record that is in it, or that could be, appears, changes or goes;
 * changes to what its filter leaves out do not touch it.
 */
export class PacketCache {
  /** Grows with every change, whether or not it touches a packet. */
  changes = 0
  readonly #packets = new Map<string, CachedPacket>()

  get(asked: string, now: number): ContextPacket | undefined {
    const found = this.#packets.get(asked)
    if (found === undefined) return undefined
    this.#packets.delete(asked)
    if (found.until <= now) return undefined
    this.#packets.set(asked, found)
    return found.packet
  }

  set(asked: string, packet: CachedPacket): void {
    this.#packets.set(asked, packet)
    if (this.#packets.size > most) this.#packets.delete(this.#packets.keys().next().value!)
  }

  /** A record changed: `before` or `after` is undefined where there was or is none. */
  changed(place: string, before: MemoryRecord | undefined, after: MemoryRecord | undefined): void {
    this.changes++
    for (const [asked, { admits, places }] of this.#packets) {
      const touches = places.has(place) || (before && admits(before)) || (after && admits(after))
      if (touches) this.#packets.delete(asked)
    }
  }

  clear(): void {
    this.changes++
    this.#packets.clear()
  }
}
