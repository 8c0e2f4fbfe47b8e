import { closeSync, fsyncSync, openSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { open, type RootDatabase } from 'lmdb'
import { createCommitQueue } from '../commit-queue'
import { checkKey } from '../key'
import { copyBytes } from '../operations'
import { pagedRange } from '../paged-range'
import { type Storage, StorageError } from '../storage'
import { assertDataFile, assertWhole } from './data-file'
import { expandRanges } from './expand-ranges'
import { toStorageError } from './lmdb-error'
import { type LockFile, takeLockFile } from './lock-file'
import { type Bytes, readPage } from './page'

/** What a folder holds. 1: the database `data` with the entries, `meta` with this number under `format`. */
export const lmdbFormat = 1

const formatKey = Buffer.from('format')
const environment = {
  noSubdir: false,
  maxDbs: 2,
  // Would trust pages that a power cut may have lost.
  overlappingSync: false,
  // Would group commits once more, under a promise that nobody can catch when the commit fails.
  eventTurnBatching: false,
}
const binary = { encoding: 'binary', keyEncoding: 'binary' } as const

export interface LmdbStorageOptions {
  /** The folder of the store; made when it is not there. */
  readonly path: string
}

/**
 * Opens a folder as a storage on LMDB, for Node. Commits are fsynced before they resolve and share an fsync when they are
 * concurrent. After a commit that failed, the storage takes no more of them: what the disk holds of it is known only
 * after opening again.
 *
 * @throws StorageError `locked` naming the pid of the holder, `newer`, `damaged`, `full`, `failed`
 */
export async function openLmdbStorage(options: LmdbStorageOptions): Promise<Storage> {
  const path = resolve(options.path)
  let root: RootDatabase | undefined
  try {
    const file = join(path, 'data.mdb')
    assertDataFile(file)
    const opened = open({ path, ...environment, ...binary })
    root = opened
    assertWhole(opened, file)
    const meta: Bytes = opened.openDB({ name: 'meta', ...binary })
    const data: Bytes = opened.openDB({ name: 'data', ...binary })
    // The write transaction is the mutex that the lock file asks for; LMDB frees it when its process dies.
    const lock = opened.transactionSync(() => enter(path, meta, data))
    return createLmdbStorage(path, opened, data, lock)
  } catch (error) {
    await root?.close()
    throw await toStorageError(path, 'could not open', error)
  }
}

function enter(path: string, meta: Bytes, data: Bytes): LockFile {
  const lock = takeLockFile(path)
  try {
    const format = meta.get(formatKey)?.[0]
    if (format === undefined) {
      if (data.getKeysCount({ limit: 1 }) > 0) throw new StorageError('damaged', `"${path}" has entries but no format`)
      meta.put(formatKey, Buffer.of(lmdbFormat))
      for (const folder of [path, dirname(path)]) syncFolder(folder)
    } else if (format > lmdbFormat) {
      throw new StorageError('newer', `"${path}" has format ${format}, this version reads up to ${lmdbFormat}`, {
        hint: 'update the library that opens it',
      })
    }
    return lock
  } catch (error) {
    lock.release()
    throw error
  }
}

/** A new file is on the disk only when its folder is. */
function syncFolder(folder: string) {
  if (process.platform === 'win32') return
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function createLmdbStorage(path: string, root: RootDatabase, data: Bytes, lock: LockFile): Storage {
  const queue = createCommitQueue(path, async operations => {
    const points = expandRanges(operations, (start, end) => data.getKeys({ start, end }))
    if (points.length === 0) return
    try {
      await data.batch(() => {
        for (const point of points) {
          if ('put' in point) data.put(point.put, point.value)
          else data.remove(point.delete)
        }
      })
    } catch (error) {
      const failure = await toStorageError(path, 'could not commit to', error)
      queue.abort(failure)
      throw failure
    }
  })
  let closing: Promise<void> | undefined

  async function close() {
    await queue.close()
    await root.close()
    lock.release()
  }

  return {
    async get(key) {
      queue.assertOpen()
      const value = data.get(checkKey(key))
      return value && copyBytes(value)
    },
    range(from, to, options = {}) {
      return pagedRange(from, to, options, (low, high, limit, reverse) => {
        queue.assertOpen()
        return readPage(data, low, high, limit, reverse)
      })
    },
    commit: queue.commit,
    close() {
      closing ??= close()
      return closing
    },
  }
}
