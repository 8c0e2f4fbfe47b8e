import type { Pause } from '../model'
import type { Recall } from '../recall'
import { pack, saveIndex } from '../recall/saved/part'
import type { Projection } from '../record/projection'
import type { Space } from '../space/space'
import { positionOf } from './position'
import type { SnapshotStore } from './snapshot-store'

/** What saving reads. */
export interface Saving {
  readonly store: SnapshotStore
  readonly recall: Recall
  readonly projection: Pick<Projection, 'completed' | 'settle' | 'summary'>
  readonly pause: Pause
  readonly made: string
  readonly erasures: (space: Space) => Iterable<string>
}

/** @returns whether it was saved: it is not while records of the space are replaced or removed, or when it is aborted */
export async function saveSpace(
  { store, recall, projection, pause, made, erasures }: Saving,
  space: Space,
  signal: AbortSignal,
): Promise<boolean> {
  await projection.completed()
  if (signal.aborted) return false
  // From here to the first pause all is of one moment: what comes later is after the position, and judged when it is restored.
  projection.settle()
  const position = positionOf(space, erasures(space))
  const { noted, turns } = projection.summary(space)
  const columns = await saveIndex(recall, space.name, pause)
  if (columns === undefined || signal.aborted) return false
  columns
    .set('noted', noted)
    .set('turns', [...turns.keys()])
    .set('times of turns', Float64Array.from(turns.values()))
  const bytes = await pack(columns, pause)
  if (signal.aborted) return false
  await store.write(space.guid, { made, position }, bytes, signal)
  return !signal.aborted
}
