import type { Core } from '../core'
import { type Dot, inTurns, readKey, readVersion } from '../model'
import { movedTo } from '../reading/moved'
import { recordIdOf } from '../reading/record-id'
import type { Space } from '../space/space'

/**
 * The versions of a key that do not stand: retracted, refuted, waiting, or made from such. Once they are erased nobody can tell, and
 * what was made from them would come back.
 */
export async function fallenOf(core: Core, space: Space, key: string): Promise<Dot[]> {
  const { standings } = core.projection
  const verdict = core.projection.verdict(space, key)
  const isRetracted = verdict.state === 'retracted' && movedTo(verdict) === undefined
  const context = core.projection.context(space)
  const isOpen = (dot: Dot) => standings.standingOfId(recordIdOf(space, dot)) === 'open'
  const fallen: Dot[] = []
  await inTurns(space.index.entriesOf(key), core.pause, entry => {
    if (isRetracted || !isOpen(entry.dot) || standings.holds(space, readVersion(entry, context))) fallen.push(entry.dot)
  })
  const name = readKey(key)
  // The first version of a record may be compacted.
  return name?.type === 'record' && !isOpen(name.dot) ? [name.dot, ...fallen] : fallen
}
