import { checkKey } from '../key'
import { copyOperations } from '../operations'
import { pagedRange } from '../paged-range'
import { closedError, type Operation, type Storage, StorageError } from '../storage'
import { MemoryDisk } from './memory-disk'

export interface MemoryStorageOptions {
  /** The disk of an earlier storage; a new, empty one when absent. */
  readonly from?: MemoryDisk
  /** Commits wait for `flush()`, so that a test can crash between any two of them. */
  readonly hold?: boolean
}

/** A storage whose disk is an object, and which a test can hold, fail and crash. */
export interface MemoryStorage extends Storage {
  readonly disk: MemoryDisk
  /** How many commits are not on the disk yet. */
  readonly pending: number
  /** Brings the oldest pending commits to the disk, all of them when no count is given. */
  flush(count?: number): void
  /** Rejects the pending commits and every later one with this error, until it is called with undefined. */
  fail(error: StorageError | undefined): void
  /** Ends this storage as a power cut would: pending commits are lost and never settle. What is left is the disk. */
  crash(): MemoryDisk
}

interface Pending {
  readonly operations: readonly Operation[]
  resolve(): void
  reject(error: unknown): void
}

/**
 * A storage in memory, for tests, simulations and agents that keep nothing.
 *
 * @throws StorageError `locked` when another storage has the disk open
 */
export function memoryStorage({
  from: disk = new MemoryDisk(),
  hold = false,
}: MemoryStorageOptions = {}): MemoryStorage {
  if (disk.held) {
    throw new StorageError('locked', 'another storage has this disk open', { hint: 'close or crash it first' })
  }
  disk.held = true
  let closed = false
  let failure: StorageError | undefined
  const queue: Pending[] = []

  function assertOpen() {
    if (closed) throw closedError('memory')
  }

  function flush(count = queue.length) {
    for (const { operations, resolve } of queue.splice(0, count)) {
      disk.apply(operations)
      resolve()
    }
  }

  return {
    disk,
    get pending() {
      return queue.length
    },
    async get(key) {
      assertOpen()
      return disk.get(checkKey(key))
    },
    getSync(key) {
      assertOpen()
      return disk.get(checkKey(key))
    },
    range(from, to, options = {}) {
      return pagedRange(from, to, options, (low, high, _, reverse) => {
        assertOpen()
        const entry = disk.edge(low, high, reverse)
        return { entries: entry ? [entry] : [], isLast: !entry }
      })
    },
    async commit(operations) {
      assertOpen()
      if (failure) throw failure
      const copies = copyOperations(operations)
      const committed = new Promise<void>((resolve, reject) => queue.push({ operations: copies, resolve, reject }))
      if (!hold) queueMicrotask(() => flush(1))
      return committed
    },
    // The disk is an object: what was deleted is garbage already.
    scrub() {
      return this.commit([])
    },
    async close() {
      if (closed) return
      closed = true
      flush()
      disk.held = false
    },
    flush,
    fail(error) {
      failure = error
      if (error) for (const { reject } of queue.splice(0)) reject(error)
    },
    crash() {
      queue.length = 0
      if (!closed) disk.held = false
      closed = true
      return disk
    },
  }
}
