import type { Core } from '../core'
import { SyncError } from '../sync'
import type { Space } from './space'
import { untilSynced } from './until-synced'

/** Asks the relay until it is there to answer; it has no private space. @returns whether its disk holds nothing deleted any more */
export async function purgeAtRelay(
  { connection, closed }: Pick<Core, 'connection' | 'closed'>,
  space: Space,
): Promise<boolean> {
  if (!connection) return false
  for (;;) {
    await untilSynced(space, true)
    if (closed() || !space.replica.status.value.synced) return false
    try {
      await connection.purge(space.replica)
      return true
    } catch (error) {
      if (!(error instanceof SyncError) || error.code !== 'offline') return false
    }
  }
}
