import type { Dot } from './dot'
import type { SkipReason } from './entry'

/** Something in the document that is not taken as an entry. */
export interface SkippedEntry {
  readonly dot: Dot
  readonly reason: SkipReason
}

const listed = 100

/** What a reader of entries passed over: how many, and the first hundred with the reason. */
export class SkippedEntries {
  count = 0
  readonly list: SkippedEntry[] = []

  /** Notes `length` clocks from this dot on. */
  add(client: number, clock: number, reason: SkipReason, length = 1): void {
    this.count += length
    for (let i = 0; i < length && this.list.length < listed; i++) {
      this.list.push({ dot: { client, clock: clock + i }, reason })
    }
  }
}
