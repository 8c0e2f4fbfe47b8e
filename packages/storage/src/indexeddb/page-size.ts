import type { StoredEntry } from '../storage'

const firstCount = 8
const maxCount = 1024
const fewBytes = 1 << 19
const manyBytes = 1 << 21

export interface PageSize {
  /** How many entries to ask for next. */
  readonly count: number
  /** Learns from the page that was read. */
  observe(entries: readonly StoredEntry[]): void
}

/**
 * Adapts the number of entries a page to their size, which IndexedDB does not tell beforehand, so that a range takes
 * neither a round trip for each small entry nor all large ones into memory at once.
 */
export function createPageSize(): PageSize {
  let count = firstCount
  return {
    get count() {
      return count
    },
    observe(entries) {
      const bytes = entries.reduce((sum, { value }) => sum + value.length, 0)
      if (bytes > manyBytes) count = Math.max(1, count >> 2)
      else if (bytes < fewBytes) count = Math.min(maxCount, count * 4)
    },
  }
}
