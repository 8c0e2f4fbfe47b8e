import type { Core } from '../core'
import type { Progress } from '../input/on-progress'
import { inTurns, type NewEntry } from '../model'
import type { Space } from '../space/space'

/** So many records go into one write. */
export const batchSize = 100

/** How a long verb goes about it. */
export interface Pace {
  readonly consistency?: 'local' | 'relay'
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

/**
 * Writes entries at once, and waits until they are as safe as asked, else as the topology says.
 *
 * @throws the relay's refusal; the signal's reason, when they are written already
 */
export async function settle(
  core: Core,
  space: Space,
  entries: readonly NewEntry[],
  { consistency, signal }: Pace,
): Promise<void> {
  const tier = space.visibility === 'private' ? 'local' : (consistency ?? core.topology.consistency)
  if (tier === 'relay') space.checkRelay()
  await space.settled(space.append(entries), tier, { signal })
}

/** What changed is judged and indexed when somebody looks: here with turns of the event loop in between, before one in which all is written. */
export function readAhead({ projection, pause }: Core, space: Space, keys: Iterable<string>): Promise<void> {
  return inTurns(keys, pause, key => void projection.record(space, key))
}

/** Calls `work` for so many keys at a time, told how far it is; stops between two batches when the signal says so. */
export async function inBatches(
  core: Core,
  space: Space,
  keys: readonly string[],
  { signal, onProgress }: Pace,
  count: { done: number; readonly total: number },
  work: (keys: readonly string[]) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < keys.length; from += batchSize) {
    signal?.throwIfAborted()
    const slice = keys.slice(from, from + batchSize)
    await readAhead(core, space, slice)
    await work(slice)
    count.done += slice.length
    onProgress?.({ done: count.done, total: count.total })
  }
}

/** Resolves when all have ended, however; rejects then with what the first of those that failed threw. */
export async function allDone(work: readonly Promise<void>[]): Promise<void> {
  for (const done of await Promise.allSettled(work)) if (done.status === 'rejected') throw done.reason
}
