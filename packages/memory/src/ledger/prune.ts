import type { Core } from '../core'
import { dotToString } from '../model'
import { compactable } from '../model/compaction'
import type { Space } from '../space/space'

/** So many versions beyond those to keep may gather before they are deleted, so that each delete is worth an update. */
const slack = 8

/**
 * Deletes this agent's own versions of a line beyond the last `keep`, where a version that the relay has superseded them.
 * Others' versions stay, and pin what descends from them.
 */
export function pruneLine(core: Core, space: Space, key: string, keep: number): void {
  if (space.index.countOf(key) <= keep + slack) return
  const versions = core.projection.verdict(space, key).history()
  const old = new Set(versions.slice(0, -keep).map(({ entry }) => dotToString(entry.dot)))
  const leaving = compactable(space.index, key, {
    isAccepted: entry => space.replica.isAcknowledged(entry.dot),
    mayDelete: entry => old.has(dotToString(entry.dot)) && space.replica.isOwn(entry.dot.client),
  })
  if (leaving.length > 0) space.replica.remove(leaving, { isCompaction: true })
}
