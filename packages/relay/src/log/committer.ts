import type { Operation, Storage } from '@commonplace/storage'

/** Who is told, once a commit, up to which of its numbers everything is on disk, and how many of its additions that was. */
export interface CommitOwner {
  onDurable(upTo: number, additions: number): void
}

interface Waiting {
  readonly owner: CommitOwner
  readonly upTo: number
  readonly operations: readonly Operation[]
}

/** Group commit over all rooms: one write is under way at a time, and what comes meanwhile goes together in the next. */
export interface Committer {
  /** Queues operations, in order; their owner hears of it when they are on disk. */
  add(owner: CommitOwner, upTo: number, operations: readonly Operation[]): void
  /** Resolves when everything added so far is on disk; rejects when it never will be. */
  flush(): Promise<void>
}

/**
 * @param endOfTurn runs a callback at the end of this turn of the event loop, so that one turn's frames share a commit
 * @param onFailure called once when a commit failed: nothing can be acknowledged any more and the process must stop
 */
export function createCommitter(
  storage: Pick<Storage, 'commit'>,
  endOfTurn: (run: () => void) => void,
  onFailure: (error: unknown) => void,
): Committer {
  let queue: Waiting[] = []
  let running: Promise<void> | null = null
  let failure: { readonly error: unknown } | null = null

  async function run(): Promise<void> {
    await new Promise<void>(endOfTurn)
    while (queue.length > 0) {
      const batch = queue
      queue = []
      await storage.commit(batch.flatMap(({ operations }) => operations))
      const durable = new Map<CommitOwner, { upTo: number; additions: number }>()
      for (const { owner, upTo } of batch) {
        const before = durable.get(owner)
        // An addition that only rewrites what is durable may come after newer ones and names a lower number.
        durable.set(owner, { upTo: Math.max(before?.upTo ?? 0, upTo), additions: (before?.additions ?? 0) + 1 })
      }
      for (const [owner, { upTo, additions }] of durable) owner.onDurable(upTo, additions)
    }
  }

  function start(): void {
    running ??= run()
      .catch(error => {
        // After a failed sync the state of the disk is unknown: nothing more is written, so nothing is acknowledged.
        failure = { error }
        queue = []
        onFailure(error)
      })
      .finally(() => {
        running = null
        if (queue.length > 0) start()
      })
  }

  return {
    add(owner, upTo, operations) {
      if (failure !== null) return
      queue.push({ owner, upTo, operations })
      start()
    },
    async flush() {
      while (running !== null) await running
      if (failure !== null) throw failure.error
    },
  }
}
