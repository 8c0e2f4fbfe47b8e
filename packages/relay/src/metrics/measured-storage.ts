import type { Storage, StoredEntry } from '@commonplace/storage'
import type { RelayMetrics } from './relay-metrics'

/** The storage, with the time of its commits and its failures counted. */
export function measuredStorage(storage: Storage, metrics: RelayMetrics, now: () => number): Storage {
  const failed = (error: unknown): never => {
    metrics.countStorageError()
    throw error
  }
  async function* counted(entries: AsyncIterable<StoredEntry>): AsyncGenerator<StoredEntry> {
    try {
      yield* entries
    } catch (error) {
      failed(error)
    }
  }
  return {
    get: key => storage.get(key).catch(failed),
    ...(storage.getSync && {
      getSync(key) {
        try {
          return storage.getSync?.(key)
        } catch (error) {
          return failed(error)
        }
      },
    }),
    range(from, to, options) {
      // At once, and not when the first entry is asked for: the caller may use the buffers of its keys again.
      return counted(storage.range(from, to, options))
    },
    commit(operations) {
      const begun = now()
      return storage.commit(operations).then(() => metrics.countCommit(now() - begun), failed)
    },
    ...(storage.scrub && { scrub: () => (storage.scrub as () => Promise<void>)().catch(failed) }),
    close: () => storage.close(),
  }
}
