import type { Core } from '../core'
import type { NewEntry } from '../model'
import { appendClaimed } from '../space/append-claimed'
import type { Space } from '../space/space'
import { SyncError } from '../sync'
import { answered, isLost } from './answered'
import type { WorkLease } from './claim'
import { whenReach } from './reach'

const attempts = 5

/**
 * Writes under a lease what its work came to: the relay takes it while the lease is held, as the only successor of what is
 * there. Out of the relay's reach it is kept here, and stands beside what others came to meanwhile if the lease is over by then.
 *
 * @param build makes the entry; again when somebody wrote without a lease meanwhile
 * @returns whether the relay has it
 * @throws SyncError `lease-lost`; `not-current` when others keep writing without a lease
 */
export async function sayDone(
  core: Core,
  space: Space,
  build: () => NewEntry,
  { token, lost }: WorkLease,
  signal: AbortSignal,
): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    const reach = await whenReach(core, space, each => each !== 'unknown', signal)
    if (reach === 'away' || lost.aborted) {
      await space.append([build()]).reached('local', { signal })
      return false
    }
    const answer = appendClaimed(space, build(), token)
    try {
      return await answered(core, space, answer, signal, error => keepLate(core, space, build, error))
    } catch (error) {
      if (!(error instanceof SyncError) || error.code !== 'not-current' || attempt === attempts) throw error
    }
  }
}

/** The lease was over when the relay was back: what was done is said without it. */
function keepLate(core: Core, space: Space, build: () => NewEntry, error: unknown): void {
  if (isLost(error) && !core.closed()) space.append([build()])
}
