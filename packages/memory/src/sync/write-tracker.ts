import { type Dot, dotToString } from '../model'
import type { Refusal } from './refusal'
import type { SyncError } from './sync-error'
import { PendingWrite, type Tier } from './write'

interface Tracked {
  readonly write: PendingWrite
  /** how many records of the journal have not come to this tier */
  toLocal: number
  toRelay: number
  /** aborted when nobody waits for it any more */
  readonly signal: AbortSignal | undefined
}

/** One record of the journal among those of a write. */
interface Part {
  readonly of: Tracked
  isLocal: boolean
}

/** Follows the writes of this process, and whoever waits for all of them, through the journal's records. */
export class WriteTracker {
  /** The writes that a record is part of; numbers and lists, since thousands may wait for a relay. */
  readonly #byNumber = new Map<number, Part[]>()
  readonly #isPrivate: boolean
  #end: SyncError | undefined

  constructor(isPrivate: boolean) {
    this.#isPrivate = isPrivate
  }

  /**
   * @param dots none for who only wants to know that the relay has answered, one way or the other
   * @param numbers the records it consists of; with none it has come as far as it can
   * @param signal with which whoever waits gives up
   */
  begin(dots: readonly Dot[], numbers: readonly number[], signal?: AbortSignal): PendingWrite {
    const write = new PendingWrite(dots, this.#isPrivate)
    const tracked = { write, toLocal: numbers.length, toRelay: numbers.length, signal }
    for (const n of numbers) {
      // Who asked again and again while the relay was away, and gave up each time, leaves nothing behind.
      const parts = this.#byNumber.get(n)?.filter(({ of }) => !of.signal?.aborted) ?? []
      parts.push({ of: tracked, isLocal: false })
      this.#byNumber.set(n, parts)
    }
    this.#advance(tracked)
    if (this.#end) write.end(this.#end)
    return write
  }

  /** These records are on disk, or acknowledged. */
  reach(numbers: Iterable<number>, tier: Exclude<Tier, 'memory'>): void {
    for (const n of numbers) {
      for (const part of this.#byNumber.get(n) ?? []) {
        if (!part.isLocal) part.of.toLocal--
        part.isLocal = true
        if (tier === 'relay') part.of.toRelay--
        this.#advance(part.of)
      }
      if (tier === 'relay' || this.#isPrivate) this.#byNumber.delete(n)
    }
  }

  refuse(refusal: Refusal): void {
    for (const { of } of this.#byNumber.get(refusal.n) ?? []) if (of.write.dots.length > 0) of.write.refuse(refusal)
    this.reach([refusal.n], 'relay')
  }

  /** Entries got other names. */
  move(moved: ReadonlyMap<string, Dot>): void {
    for (const { write } of new Set([...this.#byNumber.values()].flatMap(parts => parts.map(part => part.of)))) {
      write.dots = write.dots.map(dot => moved.get(dotToString(dot)) ?? dot)
    }
  }

  end(error: SyncError): void {
    this.#end = error
    for (const all of this.#byNumber.values()) for (const part of all) part.of.write.end(error)
    this.#byNumber.clear()
  }

  #advance({ write, toLocal, toRelay }: Tracked): void {
    if (toLocal === 0) write.advance('local')
    if (toRelay === 0 && !this.#isPrivate) write.advance('relay')
  }
}
