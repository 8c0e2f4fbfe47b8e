import { type DecodedRecord, decodeRecord } from './decode-record'
import { compareDots, type Dot } from './dot'
import type { Entry } from './entry'
import type { Author } from './record-body'
import { compareTimestamps, type Timestamp } from './time'

/** An entry as a reader sees it. */
export interface Version {
  readonly entry: Entry
  /** what its payload says, or why that cannot be read */
  readonly record: DecodedRecord
  /** who wrote it: whom the relay bound to the client id; without a binding, whom the payload claims, if it is readable */
  readonly author?: Author
  /** whether the author is bound, not only claimed */
  readonly bound: boolean
  /** when it was written: as claimed, but not after the relay received it; 0 where the claim cannot be read */
  readonly time: Timestamp
}

/** What the relay said of an entry, beside what is in it. */
export interface Attested {
  /** who writes under a client id, as the relay bound it; undefined when no binding is known */
  authorOf(client: number): Author | undefined
  /** when the relay took the entry, milliseconds since 1970, where that is known */
  receivedAt?(dot: Dot): number | undefined
}

/** Reads an entry for judging. */
export function readVersion(entry: Entry, attested: Attested): Version {
  const record = decodeRecord(entry.payload)
  const claim = record.ok ? record.body : record
  const author = attested.authorOf(entry.dot.client)
  const claimed = claim.time ?? { ms: 0, count: 0 }
  const received = attested.receivedAt?.(entry.dot)
  // Of what one window makes equally old the order of the claims stays: counts of 2^17 a millisecond, which no clock ticks.
  const time =
    received! < claimed.ms ? { ms: received!, count: (claimed.ms - received!) * 2 ** 17 + claimed.count } : claimed
  return Object.freeze({ entry, record, author: author ?? claim.author, bound: author !== undefined, time })
}

/** When an entry says that it was written, ms since 1970; 0 where that cannot be read. */
export function claimedMs({ payload }: Entry): number {
  const record = decodeRecord(payload)
  return (record.ok ? record.body : record).time?.ms ?? 0
}

/** Orders versions by time, then by dot: an order that every replica computes alike. */
export function compareVersions(a: Version, b: Version): number {
  return compareTimestamps(a.time, b.time) || compareDots(a.entry.dot, b.entry.dot)
}
