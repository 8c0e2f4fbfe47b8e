import type { Core } from '../core'
import { decodeRecord, type Entry } from '../model'
import type { Space } from '../space/space'
import { adopt } from '../sync/adopt'
import { isErased } from './drop-erased'
import { sendInTime } from './send-unsent'

/** An artifact of an export: its segment, and its entries as Yjs updates. */
export interface ImportedArtifact {
  readonly segment: number
  readonly updates: readonly Uint8Array[]
}

/**
 * Takes artifacts in before the records that name them; one that no record of the export names, or whose record is erased, is left out.
 *
 * @param entries those of the space in the same export
 * @returns how many entries were not here before
 */
export async function adoptArtifacts(
  core: Core,
  space: Space,
  entries: readonly Entry[],
  artifacts: readonly ImportedArtifact[],
): Promise<number> {
  const { name, visibility } = space
  const keys = keysBySegment(entries)
  const rooms = await core.artifacts.rooms()
  let added = 0
  for (const { segment, updates } of artifacts) {
    const key = keys.get(segment)
    // What was erased does not come back with an export that was made before.
    if (key === undefined || isErased(core, space, key)) continue
    const room = { space: name, visibility, segment, key }
    added += await rooms.using(room, async ({ index, replica }) => {
      const before = index.size
      await adopt(replica, updates, core.pause)
      return index.size - before
    })
    const isNew = (await rooms.held.get(room)) === undefined
    if (isNew) await rooms.held.put({ ...room, isUnsent: visibility === 'shared' })
  }
  sendInTime(core)
  return added
}

function keysBySegment(entries: readonly Entry[]): Map<number, string> {
  const keys = new Map<number, string>()
  for (const { key, payload } of entries) {
    const record = decodeRecord(payload)
    const segment = record.ok
      ? (record.body.metadata?.artifact as { segment?: unknown } | undefined)?.segment
      : undefined
    if (typeof segment === 'number') keys.set(segment, key)
  }
  return keys
}
