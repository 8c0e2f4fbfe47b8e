import { type Dot, dotToString } from '../model'
import type { Refusal } from './refusal'
import type { SyncError } from './sync-error'
import { PendingWrite, type Tier } from './write'

interface Tracked {
  readonly write: PendingWrite
  /** records of the journal that have not come to this tier */
  readonly toLocal: Set<number>
  readonly toRelay: Set<number>
  /** whoever waits only wants to know that the relay has answered, one way or the other */
  readonly takesRefusals: boolean
}

/** Follows the writes of this process, and whoever waits for all of them, through the journal's records. */
export class WriteTracker {
  readonly #byNumber = new Map<number, Set<Tracked>>()
  readonly #isPrivate: boolean
  #end: SyncError | undefined

  constructor(isPrivate: boolean) {
    this.#isPrivate = isPrivate
  }

  /** @param numbers the records it consists of; with none it has come as far as it can */
  begin(dots: readonly Dot[], numbers: readonly number[], takesRefusals = false): PendingWrite {
    const write = new PendingWrite(dots, this.#isPrivate)
    const tracked = { write, toLocal: new Set(numbers), toRelay: new Set(numbers), takesRefusals }
    for (const n of numbers) {
      if (!this.#byNumber.has(n)) this.#byNumber.set(n, new Set())
      this.#byNumber.get(n)!.add(tracked)
    }
    this.#advance(tracked)
    if (this.#end) write.end(this.#end)
    return write
  }

  /** These records are on disk, or acknowledged. */
  reach(numbers: Iterable<number>, tier: Exclude<Tier, 'memory'>): void {
    for (const n of numbers) {
      for (const tracked of [...(this.#byNumber.get(n) ?? [])]) {
        tracked.toLocal.delete(n)
        if (tier === 'relay') tracked.toRelay.delete(n)
        this.#advance(tracked)
      }
      if (tier === 'relay' || this.#isPrivate) this.#byNumber.delete(n)
    }
  }

  refuse(refusal: Refusal): void {
    for (const tracked of this.#byNumber.get(refusal.n) ?? []) {
      if (!tracked.takesRefusals) tracked.write.refuse(refusal)
      tracked.toLocal.delete(refusal.n)
      tracked.toRelay.delete(refusal.n)
      this.#advance(tracked)
    }
    this.#byNumber.delete(refusal.n)
  }

  /** Entries got other names. */
  move(moved: ReadonlyMap<string, Dot>): void {
    for (const { write } of new Set([...this.#byNumber.values()].flatMap(all => [...all]))) {
      write.dots = write.dots.map(dot => moved.get(dotToString(dot)) ?? dot)
    }
  }

  end(error: SyncError): void {
    this.#end = error
    for (const all of this.#byNumber.values()) for (const { write } of all) write.end(error)
    this.#byNumber.clear()
  }

  #advance({ write, toLocal, toRelay }: Tracked): void {
    if (toLocal.size === 0) write.advance('local')
    if (toRelay.size === 0 && !this.#isPrivate) write.advance('relay')
  }
}
