import { createCommitQueue } from './commit-queue'
import { copyOperations } from './operations'
import { type Operation, type Storage, StorageError } from './storage'

/** Commits that wait for room. */
export interface Waiting {
  /** milliseconds since 1970 */
  readonly since: number
  readonly commits: number
  /** of their values */
  readonly bytes: number
  /** what the storage said last */
  readonly reason: StorageError
}

/** The clock and timer of a patient store, and who is told that it waits. */
export interface PatientOptions {
  /** milliseconds since 1970 */
  readonly now: () => number
  /** calls back once after so many ms; what it returns calls that off */
  readonly later: (ms: number, callback: () => void) => () => void
  /** told when commits begin to wait, each time they were tried in vain, and, with undefined, when all are on disk */
  readonly onWaiting: (waiting: Waiting | undefined) => void
}

/** A store whose commits wait in their order while there is no room. */
export interface PatientStorage extends Storage {
  /** Tries again at once. */
  retry(): void
  /** Tries again at once, and from now on fails what cannot be stored, and the closing with it: for whoever is about to close. */
  hurry(isHurried?: boolean): void
}

const firstPause = 1_000
const longestPause = 30_000

/**
 * A storage whose commits wait when the disk is full instead of failing: in their order they are tried again until there is
 * room, and their promises resolve then. What is expendable fails. Everything else is the storage's own.
 */
export function patientStorage(storage: Storage, { now, later, onWaiting }: PatientOptions): PatientStorage {
  const open = { commits: 0, bytes: 0 }
  let isHurried = false
  let lost: StorageError | undefined
  let wake = () => {}

  const queue = createCommitQueue('patient', async operations => {
    for (let since = 0, pause = firstPause; ; pause = Math.min(2 * pause, longestPause)) {
      try {
        await storage.commit(operations)
        if (since > 0) onWaiting(undefined)
        return
      } catch (error) {
        const isFull = error instanceof StorageError && error.code === 'full'
        if (!isFull || isHurried) {
          if (since > 0) onWaiting(undefined)
          if (isFull) lost = error
          throw error
        }
        since ||= now()
        onWaiting({ ...open, since, reason: error })
      }
      await new Promise<void>(resolve => {
        // A timer that is left would keep a process for as long, whose memory is closed.
        const callOff = later(pause, resolve)
        wake = () => {
          callOff()
          resolve()
        }
      })
    }
  })

  return {
    get: key => storage.get(key),
    range: (from, to, options) => storage.range(from, to, options),
    ...(storage.scrub && { scrub: () => queue.between(() => storage.scrub!()) }),
    async commit(operations, { isExpendable } = {}) {
      if (isExpendable) {
        const own = copyOperations(operations)
        return queue.between(() => storage.commit(own))
      }
      const bytes = operations.reduce((sum, each) => sum + bytesOf(each), 0)
      open.commits++
      open.bytes += bytes
      try {
        await queue.commit(operations)
      } finally {
        open.commits--
        open.bytes -= bytes
      }
    },
    retry: () => wake(),
    hurry(hurried = true) {
      isHurried = hurried
      wake()
    },
    async close() {
      await queue.close()
      await storage.close()
      if (lost) throw lost
    },
  }
}

function bytesOf(operation: Operation): number {
  return 'value' in operation ? operation.value.length : 0
}
