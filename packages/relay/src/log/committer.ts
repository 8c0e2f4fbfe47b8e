import { type Operation, type Storage, StorageError } from '@commonplace/storage'
import { Journal } from './journal'

/** Who has something for the disk. */
export interface CommitOwner {
  /** What goes into the commit that begins now, beside what is added to its journal; asked once a commit. */
  operations(): readonly Operation[]
  /** What the last call of `operations` gave is on disk. */
  onDurable(): void
}

/** Group commit over all rooms: one write is under way at a time, and what comes meanwhile goes together in the next. */
export interface Committer {
  /** of the commits: all rooms share one record of it a commit */
  readonly journal: Journal
  /** Says that something new is there for the next commit; each call counts as one update, and each owner is asked once. */
  add(owner: CommitOwner): void
  /** Resolves when everything added so far is on disk; rejects when it never will be. */
  flush(): Promise<void>
  /** Whether commits wait for room on the disk. */
  readonly isFull: boolean
  /** Tries at once what there was no room for, and from now on fails where there is none: the relay closes. */
  hurry(): void
}

/** How a committer waits while its disk is full. */
export interface Patience {
  readonly later: (ms: number, run: () => void) => unknown
  /** told when commits begin to wait, and, with undefined, when they are on disk */
  readonly onFull: (error: StorageError | undefined) => void
}

const [firstPause, longestPause] = [1_000, 30_000]

/**
 * @param endOfTurn runs a callback at the end of this turn of the event loop or later, so that frames share a commit;
 *   `waiting` says how many updates would
 * @param onFailure called once when a commit failed: nothing can be acknowledged any more and the process must stop
 * @param patience a commit that there is no room for did not happen: it is tried again until there is, and those after it wait
 */
export function createCommitter(
  storage: Pick<Storage, 'commit'>,
  endOfTurn: (run: () => void, waiting: () => number) => void,
  onFailure: (error: unknown) => void,
  journal: Journal = new Journal(),
  patience?: Patience,
): Committer {
  const waiting = new Set<CommitOwner>()
  let updates = 0
  let running: Promise<void> | null = null
  let failure: { readonly error: unknown } | null = null
  let isHurried = patience === undefined
  let isFull = false
  let wake = () => {}

  async function run(): Promise<void> {
    while (waiting.size > 0) {
      await new Promise<void>(resolve => endOfTurn(resolve, () => updates))
      const owners = [...waiting]
      waiting.clear()
      updates = 0
      const operations = owners.flatMap(owner => owner.operations())
      await commit([...operations, ...journal.seal()])
      journal.committed()
      for (const owner of owners) owner.onDurable()
    }
  }

  async function commit(operations: readonly Operation[]): Promise<void> {
    for (let pause = firstPause; ; pause = Math.min(2 * pause, longestPause)) {
      try {
        await storage.commit(operations)
        if (isFull) patience?.onFull(undefined)
        isFull = false
        return
      } catch (error) {
        if (isHurried || !(error instanceof StorageError && error.code === 'full')) throw error
        if (!isFull) patience?.onFull(error)
        isFull = true
      }
      await new Promise<void>(resolve => {
        wake = resolve
        patience?.later(pause, resolve)
      })
    }
  }

  function start(): void {
    running ??= run()
      .catch(error => {
        // After a failed sync the state of the disk is unknown: nothing more is written, so nothing is acknowledged.
        failure = { error }
        waiting.clear()
        onFailure(error)
      })
      .finally(() => {
        running = null
        if (waiting.size > 0) start()
      })
  }

  return {
    journal,
    get isFull() {
      return isFull
    },
    add(owner) {
      if (failure !== null) return
      waiting.add(owner)
      updates++
      start()
    },
    async flush() {
      while (running !== null) await running
      if (failure !== null) throw failure.error
    },
    hurry() {
      isHurried = true
      wake()
    },
  }
}
