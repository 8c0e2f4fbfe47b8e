import type { Pause } from '../model'
import type { Recall } from '../recall'
import { restoreIndex, Unpacked } from '../recall/saved/part'
import type { Restored } from '../record/snapshot-port'
import type { Space } from '../space/space'
import { onlyAdds, positionOf } from './position'
import type { SnapshotHead, SnapshotStore } from './snapshot-store'

/** What restoring reads. */
export interface Restoring {
  readonly store: SnapshotStore
  readonly recall: Recall
  readonly pause: Pause
  readonly made: string
  readonly erasures: (space: Space) => Iterable<string>
  readonly now: () => number
}

/** @returns undefined when it was made otherwise, of another log, or is not whole: then nothing of it is in the index */
export async function restoreSpace(
  { store, recall, pause, made, erasures, now }: Restoring,
  space: Space,
  head: SnapshotHead,
): Promise<Restored | undefined> {
  if (head.made !== made || !onlyAdds(head.position, positionOf(space, erasures(space)))) return undefined
  const bytes = await store.read(space.guid, head)
  if (bytes === undefined) return undefined
  try {
    const saved = new Unpacked(bytes)
    const noted = saved.strings('noted').all()
    const turns = saved.strings('turns').all()
    const times = saved.numbers('times of turns', 'f8')
    if (!(await restoreIndex(recall, space.name, saved, pause))) return undefined
    return { vector: new Map(head.position.writers), noted, due: turns.filter((_, at) => times[at]! <= now()) }
  } catch {
    return undefined
  }
}
