import { encodeUpdate } from '@commonplace/protocol'
import type { Dot, Erasure } from '../model'
import { clocksOf } from '../model/erasure'
import type { Space } from '../space/space'
import { putWrite } from '../sync/put-write'
import { coreOf } from '../sync/replica'

/**
 * Deletes what was erased once more where the room has it: a relay that was restored may have it again, and its writer may never
 * come back. What still stands here was erased by nobody who might.
 *
 * @throws SyncError `closed` or `storage-failed`
 */
export function deleteAgain({ replica, index }: Space, { dots }: Erasure): void {
  const core = coreOf(replica)
  const removes: Dot[] = []
  for (const [client, ranges] of dots) {
    const end = replica.mayRemove(client) ? (core.session.joined?.vector.get(client) ?? 0) : 0
    for (const [from, to] of ranges)
      for (let clock = from; clock < Math.min(to, end); clock++)
        if (!index.get({ client, clock })) removes.push({ client, clock })
  }
  if (removes.length > 0)
    putWrite(core, removes, [{ bytes: encodeUpdate([], clocksOf(removes)), entries: [], removes }])
}
