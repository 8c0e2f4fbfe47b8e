import type { Database, Transaction } from 'lmdb'
import { copyBytes } from '../operations'
import type { Page } from '../paged-range'
import type { Key, StoredEntry } from '../storage'
import type { ValueForm } from './checked-value'

/** Keys and values as bytes. */
export type Bytes = Database<Uint8Array, Uint8Array>

const maxEntries = 256
const maxBytes = 1 << 18

/** The next entries of a range, some hundreds or a mebibyte; as of now, or as a transaction sees them. */
export function readPage(
  data: Bytes,
  form: ValueForm,
  from: Key,
  to: Key,
  limit: number,
  reverse: boolean,
  transaction?: Transaction,
): Page {
  const entries: StoredEntry[] = []
  let bytes = 0
  const count = Math.min(limit, maxEntries)
  const [start, end] = reverse ? [to, from] : [from, to]
  const range = { start, end, reverse, exclusiveStart: reverse, inclusiveEnd: reverse, limit: count, transaction }
  for (const { key, value } of data.getRange(range)) {
    entries.push({ key: copyBytes(key), value: form.fromDisk(key, value) })
    bytes += value.length
    if (bytes >= maxBytes) return { entries, isLast: false }
  }
  return { entries, isLast: entries.length < count }
}
