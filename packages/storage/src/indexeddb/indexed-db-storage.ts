import { createCommitQueue } from '../commit-queue'
import { checkKey, compareKeys } from '../key'
import { copyBytes } from '../operations'
import { pagedRange } from '../paged-range'
import { type Operation, type Storage, StorageError } from '../storage'
import { storeName } from './open-database'
import { readPage } from './page'
import { createPageSize } from './page-size'
import { answerOf, completionOf, toStorageError } from './request'
import { SteadyDatabase } from './steady-database'
import { type HeldLock, takeWebLock } from './web-lock'

export interface IndexedDbStorageOptions {
  /** Of the database, one an agent; the Web Lock is named after it. */
  readonly name: string
  /** `strict` waits for the disk at each commit, `relaxed` for the operating system, which may lose it in a power cut. */
  readonly durability?: 'relaxed' | 'strict'
  /** Told once when the database is gone for good, with `closed` or `newer`; every later call is refused with the same. */
  readonly onEnd?: (error: StorageError) => void
  readonly indexedDB?: IDBFactory
  readonly locks?: LockManager
}

export interface IndexedDbStorage extends Storage {
  /**
   * Closes it and deletes its database, which nobody else can open before. One that is closed already is taken again for it.
   *
   * @throws StorageError `failed`; `locked` when somebody has opened the database since this storage was closed
   */
  destroy(): Promise<void>
}

/**
 * Opens an IndexedDB database as a storage, for browsers. Commits resolve when their transaction is complete and share
 * one when they are concurrent. When the browser closes the database, as it does with tabs in the background, it is opened
 * again. When it is deleted or replaced, every later call is refused with `closed`.
 *
 * @throws StorageError `locked` when another tab or worker holds it, `newer`, `damaged`, `full`, `failed`
 */
export async function openIndexedDbStorage({
  name,
  durability = 'relaxed',
  onEnd = () => {},
  indexedDB = globalThis.indexedDB,
  locks = globalThis.navigator?.locks,
}: IndexedDbStorageOptions): Promise<IndexedDbStorage> {
  if (!indexedDB || !locks) {
    throw new StorageError('failed', `this platform has no ${indexedDB ? 'Web Locks' : 'IndexedDB'}`, {
      hint: 'browsers have both on https and localhost pages',
    })
  }
  const takeLock = () => takeWebLock(locks, `commonplace-storage:${name}`, name)
  const lock = await takeLock()
  try {
    const database = await SteadyDatabase.open(indexedDB, name)
    return createIndexedDbStorage({ indexedDB, name, database, durability, lock, takeLock, onEnd })
  } catch (error) {
    await lock.release()
    throw toStorageError(name, error)
  }
}

function createIndexedDbStorage({
  indexedDB,
  name,
  database,
  durability,
  lock,
  takeLock,
  onEnd,
}: Required<Omit<IndexedDbStorageOptions, 'locks'>> & {
  readonly database: SteadyDatabase
  readonly lock: HeldLock
  takeLock(): Promise<HeldLock>
}): IndexedDbStorage {
  const queue = createCommitQueue(name, async operations => {
    if (operations.length === 0) return
    await database.use(async connection => {
      const transaction = connection.transaction(storeName, 'readwrite', { durability })
      const complete = completionOf(transaction)
      try {
        apply(transaction.objectStore(storeName), operations)
        transaction.commit()
      } catch (error) {
        complete.catch(() => {})
        transaction.abort()
        throw error
      }
      await complete
    })
  })
  let closing: Promise<void> | undefined
  let destroying: Promise<void> | undefined
  let isHeld = true

  async function close() {
    await queue.close()
    database.close()
    // Who destroys it goes on under the lock.
    if (destroying) return
    isHeld = false
    await lock.release()
  }

  async function destroy() {
    closing ??= close()
    await closing
    const held = isHeld ? lock : await takeLock()
    try {
      await answerOf(indexedDB.deleteDatabase(name))
    } catch (error) {
      throw toStorageError(name, error)
    } finally {
      await held.release()
    }
  }

  database.onEnd = error => {
    queue.abort(error)
    closing ??= close()
    onEnd(error)
  }

  async function read<T>(body: (store: IDBObjectStore) => Promise<T>): Promise<T> {
    queue.assertOpen()
    try {
      return await database.use(connection => body(connection.transaction(storeName).objectStore(storeName)))
    } catch (error) {
      queue.assertOpen()
      throw error
    }
  }

  return {
    async get(key) {
      const copy = copyBytes(checkKey(key))
      const value: ArrayBuffer | undefined = await read(store => answerOf(store.get(copy)))
      return value && new Uint8Array(value)
    },
    range(from, to, options = {}) {
      const size = createPageSize()
      return pagedRange(from, to, options, async (low, high, limit, reverse) => {
        const page = await read(store => readPage(store, low, high, Math.min(limit, size.count), reverse))
        size.observe(page.entries)
        return page
      })
    },
    commit: queue.commit,
    close() {
      closing ??= close()
      return closing
    },
    destroy() {
      destroying ??= destroy()
      return destroying
    },
  }
}

/** The buffers are copies of the commit queue's: each view spans its whole buffer. */
function apply(store: IDBObjectStore, operations: readonly Operation[]) {
  for (const operation of operations) {
    if ('put' in operation) store.put(operation.value.buffer, operation.put as Uint8Array<ArrayBuffer>)
    else if ('delete' in operation) store.delete(operation.delete as Uint8Array<ArrayBuffer>)
    else {
      const [from, to] = operation.deleteRange
      if (compareKeys(from, to) < 0) store.delete(IDBKeyRange.bound(from, to, false, true))
    }
  }
}
