import type { Database } from 'lmdb'
import { compareKeys } from '../key'
import { copyBytes } from '../operations'
import type { Key, StoredEntry } from '../storage'

/** Keys and values as bytes. */
export type Bytes = Database<Uint8Array, Uint8Array>

export interface Page {
  readonly entries: readonly StoredEntry[]
  /** No entry of the range comes after these. */
  readonly isLast: boolean
}

const maxEntries = 256
const maxBytes = 1 << 20

/**
 * The next entries of a range, read in one go: a reader that is slow to take them must not hold a read transaction open,
 * which would keep LMDB from reusing pages.
 */
export function readPage(data: Bytes, from: Key, to: Key, limit: number, reverse: boolean): Page {
  if (compareKeys(from, to) >= 0) return { entries: [], isLast: true }
  const entries: StoredEntry[] = []
  let bytes = 0
  const count = Math.min(limit, maxEntries)
  const bounds = reverse ? { start: to, exclusiveStart: true, end: from, inclusiveEnd: true } : { start: from, end: to }
  for (const { key, value } of data.getRange({ ...bounds, reverse, limit: count })) {
    entries.push({ key: copyBytes(key), value: copyBytes(value) })
    bytes += value.length
    if (bytes >= maxBytes) return { entries, isLast: false }
  }
  return { entries, isLast: entries.length < count }
}
