import { checkKey, compareKeys, keyAfter } from './key'
import { copyBytes } from './operations'
import type { Key, RangeOptions, StoredEntry } from './storage'

export interface Page {
  /** The next entries of the range, at most as many as asked for. */
  readonly entries: readonly StoredEntry[]
  /** No entry of the range comes after these. */
  readonly isLast: boolean
}

/** Reads some of the entries from ≤ key < to, from the end that `reverse` says; `from` is less than `to`. */
export type ReadPage = (from: Key, to: Key, limit: number, reverse: boolean) => Page | Promise<Page>

/**
 * A range that is read a page at a time, so that a reader who is slow to take the entries holds no transaction open.
 *
 * @throws StorageError `invalid-key`
 */
export function pagedRange(
  from: Key,
  to: Key,
  { limit = Infinity, reverse = false }: RangeOptions,
  readPage: ReadPage,
): AsyncIterable<StoredEntry> {
  return readPages(copyBytes(checkKey(from)), copyBytes(checkKey(to)), limit, reverse, readPage)
}

async function* readPages(from: Key, to: Key, limit: number, reverse: boolean, readPage: ReadPage) {
  let low = from
  let high = to
  let left = limit
  while (left > 0 && compareKeys(low, high) < 0) {
    const { entries, isLast } = await readPage(low, high, left, reverse)
    const last = entries.at(-1)
    // Before the reader has the entry, and may write into its buffers.
    if (last && reverse) high = copyBytes(last.key)
    else if (last) low = keyAfter(last.key)
    left -= entries.length
    yield* entries
    if (isLast) return
  }
}
