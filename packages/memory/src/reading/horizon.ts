import { CommonplaceError } from '../errors'
import { outsideAt, readVersion, toIso } from '../model'
import { beginOf } from '../model/superseded-at'
import type { Space } from '../space/space'
import { type Erased, isCompacted } from './compacted'
import type { Projection } from './projection'
import { recordIdOf } from './record-id'

interface Reading extends Erased {
  readonly projection: Projection
}

/**
 * Makes sure that something of what held under a key at a time is still kept. Within the retention all of it is: what was
 * dropped had been superseded for good by something that is kept, or by what that superseded in turn.
 *
 * @param time ms
 * @throws CommonplaceError `beyond-retention`
 */
export function checkHorizon(core: Reading, space: Space, key: string, time: number): void {
  for (const entry of space.index.entriesOf(key)) {
    if (entry.parents.length === 0 || !entry.parents.some(dot => isCompacted(core, space, dot))) continue
    const context = core.projection.context(space)
    const begin = beginOf(readVersion(entry, context))
    if (begin <= time) continue
    const outside = outsideAt(time)
    const holds = space.index.entriesOf(key).some(each => outside(readVersion(each, context)) === undefined)
    if (holds) return
    const id = recordIdOf(space, entry.dot)
    throw new CommonplaceError('beyond-retention', `what held at ${toIso(time)} before ${id} is not kept any more`, {
      hint: `see retention in docs/kinds.md; ${toIso(begin)} can be asked about`,
    })
  }
}
