import type { Storage } from '@commonplace/storage'
import type { RelayMetrics } from './relay-metrics'

/** The storage, with the time of its commits and its failures counted. */
export function measuredStorage(storage: Storage, metrics: RelayMetrics, now: () => number): Storage {
  const failed = (error: unknown): never => {
    metrics.countStorageError()
    throw error
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
    async *range(from, to, options) {
      try {
        yield* storage.range(from, to, options)
      } catch (error) {
        failed(error)
      }
    },
    commit(operations) {
      const begun = now()
      return storage.commit(operations).then(() => metrics.countCommit(now() - begun), failed)
    },
    ...(storage.scrub && { scrub: () => (storage.scrub as () => Promise<void>)().catch(failed) }),
    close: () => storage.close(),
  }
}
