import type { RefusalCode } from '@commonplace/protocol'
import type { Dot, Entry } from '../model'
import type { ParkedRecord } from './journal-codec'
import type { LocalRefusalCode } from './sync-error'

/** One write that the relay refused for good. It is parked: kept on disk for its author until it is discarded. */
export interface Refusal {
  /** The write's number in this replica's journal; `discard` forgets it. */
  readonly n: number
  readonly code: RefusalCode | LocalRefusalCode
  readonly message: string
  /** The limit that was exceeded, or 0. */
  readonly value: number
  /** What the write would have added. The dots hold nothing in the room. */
  readonly entries: readonly Entry[]
  /** What the write would have deleted. */
  readonly removes: readonly Dot[]
}

/** A parked write as its author sees it. */
export function refusalOf({ record, code, message, value }: ParkedRecord): Refusal {
  const { n, entries, removes } = record
  return Object.freeze({ n, code, message, value, entries, removes })
}
