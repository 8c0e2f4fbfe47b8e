import { abortable } from '../abortable'
import type { Core } from '../core'
import type { Space } from '../space/space'
import { type LeaseAnswer, type LeaseRequest, SyncError } from '../sync'
import { whenReach } from './reach'

const pauseMs = 250

/**
 * Asks the relay for a lease, as soon as it can be asked. Asking goes on over lost connections; the claim stays the same.
 *
 * @returns when there is no relay to ask for now: `lost` if it went away before it answered, else `away`
 * @throws SyncError the relay's code when it grants none; the signal's reason
 */
export async function askForLease(
  core: Core,
  space: Space,
  key: string,
  request: LeaseRequest,
  signal: AbortSignal,
): Promise<LeaseAnswer | 'away' | 'lost'> {
  for (let wasHere = false; ; wasHere = true) {
    const reach = await whenReach(core, space, each => each !== 'unknown', signal)
    if (reach === 'away') return wasHere ? 'lost' : 'away'
    try {
      return await answerUnlessCalledOff(core.connection!.leases(space.replica).acquire(key, request), signal)
    } catch (error) {
      const isPassing = error instanceof SyncError && ['offline', 'draining', 'rate-limited'].includes(error.code)
      if (isQuota(error))
        throw new SyncError(error.code, error.message, {
          hint: 'release some, or let the relay grant more: leasesPerChannel, leasesPerRoom',
        })
      if (!isPassing) throw error
      await pause(core, signal)
    }
  }
}

/** Whether the relay grants no more leases than there are. */
export const isQuota = (error: unknown): error is SyncError => error instanceof SyncError && error.code === 'quota'

/** A lease that comes after nobody wants it any more is given back. */
function answerUnlessCalledOff(asked: Promise<LeaseAnswer>, signal: AbortSignal): Promise<LeaseAnswer> {
  return abortable(asked, signal).catch(error => {
    if (signal.aborted) asked.then(answer => ('lease' in answer ? answer.lease.release() : undefined)).catch(() => {})
    throw error
  })
}

function pause(core: Core, signal: AbortSignal): Promise<void> {
  let timer: unknown
  const over = new Promise<void>(resolve => {
    timer = core.timers.set(pauseMs, resolve)
  })
  return abortable(over, signal).finally(() => core.timers.clear(timer))
}
