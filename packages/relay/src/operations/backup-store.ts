import { openLmdbReader } from '@commonplace/storage/lmdb'
import { inspectStore, type StoreReport } from './inspect-store'

/**
 * Copies a store into one file, as it is at one moment: a relay may be writing to it. Every record is read and checked as well,
 * since a backup of a damaged store should be known for one.
 *
 * @param to a file that is not there yet
 * @returns what the store held, at the copy's moment or just before it
 * @throws StorageError
 */
export async function backupStore(data: string, to: string): Promise<StoreReport> {
  const reader = await openLmdbReader({ path: data })
  try {
    const report = await inspectStore(reader)
    await reader.copyTo(to)
    return report
  } finally {
    await reader.close()
  }
}
