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
      return await answerUnlessAborted(core.connection!.leases(space.replica).acquire(key, request), signal)
    } catch (error) {
      const isPassing = error instanceof SyncError && ['offline', 'draining', 'rate-limited'].includes(error.code)
      if (!isPassing) throw error
      await pause(core, signal)
    }
  }
}

/** A lease that comes after nobody wants it any more is given back. */
function answerUnlessAborted(asked: Promise<LeaseAnswer>, signal: AbortSignal): Promise<LeaseAnswer> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      reject(signal.reason)
      asked.then(answer => ('lease' in answer ? answer.lease.release() : undefined)).catch(() => {})
    }
    signal.addEventListener('abort', abort, { once: true })
    asked.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

function pause(core: Core, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      core.timers.clear(timer)
      reject(signal.reason)
    }
    const timer = core.timers.set(pauseMs, () => {
      signal.removeEventListener('abort', abort)
      resolve()
    })
    signal.addEventListener('abort', abort, { once: true })
  })
}
