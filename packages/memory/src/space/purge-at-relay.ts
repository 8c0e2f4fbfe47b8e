import { isRetry, type RefusalCode } from '@commonplace/protocol'
import type { Core } from '../core'
import { SyncError } from '../sync'
import type { Space } from './space'
import { untilSynced } from './until-synced'

/** What a relay made of the question: its disk holds nothing deleted any more, it may be asked again, or it never will do it. */
export type Purged = 'done' | 'later' | 'never'

/** Asks the relay until it is there to answer; it has no private space. */
export async function purgeAtRelay(
  { connection, closed }: Pick<Core, 'connection' | 'closed'>,
  space: Space,
): Promise<Purged> {
  if (!connection) return 'never'
  for (;;) {
    await untilSynced(space)
    if (closed() || !space.replica.status.value.synced) return 'never'
    try {
      await connection.purge(space.replica)
      return 'done'
    } catch (error) {
      if (!(error instanceof SyncError) || error.code !== 'offline')
        return error instanceof SyncError && isRetry(error.code as RefusalCode) ? 'later' : 'never'
    }
  }
}
