import type { CopyBuffer } from './copy-buffer'
import { copyOperations } from './operations'
import { closedError, type Operation } from './storage'

export interface CommitQueue {
  commit(operations: readonly Operation[]): Promise<void>
  /** Does a job between two writes: after all commits called before, before all called after. A job that fails ends nothing. */
  between(job: () => Promise<void>): Promise<void>
  /** Takes no more commits; resolves when those it took are settled. */
  close(): Promise<void>
  /** Takes no more commits and rejects those that wait; the one being written settles by itself. */
  abort(error: unknown): void
  /** Throws what `commit` would reject with after `close` or `abort`. */
  assertOpen(): void
}

interface Waiting {
  readonly operations: readonly Operation[]
  readonly job?: () => Promise<void>
  resolve(): void
  reject(error: unknown): void
}

/**
 * Group commit: while one write is on its way, the commits that come in wait and go together into the next one. A disk
 * that takes a millisecond a write then takes a hundred commits in about the same time.
 *
 * @param name of the store, for its errors
 * @param write brings operations to the disk, all or none; never called while an earlier call is pending
 * @param copies where values wait, for a disk that reads them where they lie and not once they are written
 */
export function createCommitQueue(
  name: string,
  write: (operations: Operation[]) => Promise<void>,
  copies?: CopyBuffer,
): CommitQueue {
  const waiting: Waiting[] = []
  let writing: Promise<void> | undefined
  let ended: unknown

  function assertOpen() {
    if (ended !== undefined) throw ended
  }

  function rejectWaiting(error: unknown) {
    for (const { reject } of waiting.splice(0)) reject(error)
  }

  /** A job by itself, or the commits up to the next one. */
  function takeNext(): Waiting[] {
    const at = waiting.findIndex(({ job }) => job !== undefined)
    return waiting.splice(0, at < 0 ? waiting.length : Math.max(at, 1))
  }

  function enqueue(operations: readonly Operation[], job?: () => Promise<void>): Promise<void> {
    const settled = new Promise<void>((resolve, reject) => waiting.push({ operations, job, resolve, reject }))
    writing ??= writeAll()
    return settled
  }

  async function writeAll() {
    // One turn of the microtask queue, so that commits made in a row share the first write.
    await undefined
    while (waiting.length > 0) {
      const group = takeNext()
      const job = group[0]?.job
      try {
        await (job ? job() : write(group.flatMap(({ operations }) => operations)))
        for (const { resolve } of group) resolve()
      } catch (error) {
        copies?.leave()
        for (const { reject } of group) reject(error)
        if (job) continue
        // They were called after a commit that did not happen.
        rejectWaiting(error)
      }
    }
    copies?.clear()
    writing = undefined
  }

  return {
    assertOpen,
    async commit(operations) {
      assertOpen()
      return enqueue(copyOperations(operations, copies?.copy))
    },
    async between(job) {
      assertOpen()
      return enqueue([], job)
    },
    async close() {
      ended ??= closedError(name)
      await writing
    },
    abort(error) {
      ended ??= error
      rejectWaiting(error)
    },
  }
}
