import { abortable } from '../abortable'
import type { Core } from '../core'
import type { Space } from '../space/space'
import { coreOf } from '../sync/replica'

/** Whether the relay can be asked about a space: it can, it cannot for now, or that is just being found out. */
export type Reach = 'here' | 'away' | 'unknown'

const endedPhases: ReadonlySet<string> = new Set(['paused', 'turned-away', 'closed'])
const endedStates: ReadonlySet<string> = new Set(['denied', 'closed', 'failed', 'private'])

/** Whether nobody tries to reach the relay of a space any more, or it lets this agent in no more. */
export function isGivenUp({ connection }: Core, { replica }: Space): boolean {
  return endedPhases.has(connection?.status.value.state ?? 'closed') || endedStates.has(replica.status.value.state)
}

function reachOf(core: Core, space: Space): Reach {
  if (isGivenUp(core, space) || core.connection?.status.value.state === 'waiting') return 'away'
  return space.replica.status.value.state === 'live' ? 'here' : 'unknown'
}

/**
 * Resolves as soon as the relay is as near as wanted; at once when it is.
 *
 * @throws the signal's reason; SyncError where the space has ended, and the relay never will be
 */
export async function whenReach(
  core: Core,
  space: Space,
  isMeant: (reach: Reach) => boolean,
  signal: AbortSignal,
): Promise<Reach> {
  signal.throwIfAborted()
  const now = reachOf(core, space)
  if (isMeant(now)) return now
  const stops: (() => void)[] = []
  const near = new Promise<Reach>((resolve, reject) => {
    const look = () => {
      const reach = reachOf(core, space)
      if (isMeant(reach)) return resolve(reach)
      try {
        coreOf(space.replica)
      } catch (error) {
        reject(error)
      }
    }
    // `subscribe` calls before it returns.
    for (const status of [core.connection?.status, space.replica.status]) if (status) stops.push(status.subscribe(look))
  })
  return abortable(near, signal).finally(() => {
    for (const stop of stops) stop()
  })
}
