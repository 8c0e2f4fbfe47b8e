import { abortable } from '../abortable'
import type { Pause } from '../model'
import type { Projection } from '../reading/projection'
import type { SearchIndex } from '../search-index/search-index'
import type { Space } from '../space/space'
import { positionOf } from './position'
import type { SnapshotStore } from './snapshot-store'

/** What saving reads. */
export interface Saving {
  readonly store: SnapshotStore
  readonly index: Pick<SearchIndex, 'save'>
  readonly projection: Pick<Projection, 'completed' | 'settle' | 'until' | 'standings'>
  readonly made: string
  readonly pause: Pause
  readonly erasures: (space: Space) => Iterable<string>
}

/** @returns whether it was saved: it is not while records of the space are replaced or removed, or when it is aborted */
export async function saveSpace(
  { store, index, projection, made, pause, erasures }: Saving,
  space: Space,
  signal: AbortSignal,
): Promise<boolean> {
  // Who closes waits for nothing that is not on its way to the disk.
  await abortable(Promise.resolve(projection.completed()), signal)
  // From here to the call of `save` all is of one moment: what comes later is after the position, and judged when it is restored.
  projection.settle()
  const position = positionOf(space, erasures(space))
  const noted = projection.standings.notedIn(space)
  const until = projection.until(space) ?? new Map<string, number>()
  const beside = { noted, turns: [...until.keys()], times: Float64Array.from(until.values()) }
  const bytes = await abortable(index.save(space.name, beside), signal)
  if (bytes === undefined || signal.aborted) return false
  await store.write(space.guid, { made, position }, bytes, signal, pause)
  return !signal.aborted
}
