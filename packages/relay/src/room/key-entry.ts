import type { Linked } from '@commonplace/protocol'

/** One entry of a key, with its dot. */
export interface KeyEntry extends Linked {
  readonly client: number
  readonly clock: number
}

/** The entries of one key that a room's log holds, deleted ones included, as far as it was read. */
export interface KeyEntries {
  readonly entries: Map<string, KeyEntry>
  /** log number of the last record that was read */
  upTo: number
}
