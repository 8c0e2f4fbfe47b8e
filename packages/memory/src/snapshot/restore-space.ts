import type { Pause } from '../model'
import type { Restored } from '../record/snapshot-port'
import type { SearchIndex } from '../search-index/search-index'
import type { Space } from '../space/space'
import { onlyAdds, positionOf } from './position'
import type { SnapshotHead, SnapshotStore } from './snapshot-store'

/** What restoring reads. */
export interface Restoring {
  readonly store: SnapshotStore
  readonly index: Pick<SearchIndex, 'restore'>
  readonly pause: Pause
  readonly made: string
  readonly erasures: (space: Space) => Iterable<string>
  readonly now: () => number
}

/** @returns undefined when it was made otherwise, of another log, or is not whole: then nothing of it is in the index */
export async function restoreSpace(
  { store, index, pause, made, erasures, now }: Restoring,
  space: Space,
  head: SnapshotHead,
): Promise<Restored | undefined> {
  if (head.made !== made || !onlyAdds(head.position, positionOf(space, erasures(space)))) return undefined
  const bytes = await store.read(space.guid, head, pause)
  if (bytes === undefined) return undefined
  const beside = await index.restore(space.name, bytes)
  if (beside === undefined) return undefined
  const { noted, turns, times } = beside
  return { vector: new Map(head.position.writers), noted, due: turns.filter((_, at) => times[at]! <= now()) }
}
