import type { Core } from '../core'
import type { Space } from '../space/space'
import { isGivenUp, whenReach } from './reach'

/** ms. A connection that was lost is tried again three times within 3.5 s; what is left is for joining the rooms. */
const graceMs = 5000
const attempts = 3

/** Whether the relay was there, and has not been tried in vain more often than it may be while it restarts. */
export function hasJustGone({ connection }: Core): boolean {
  const { epoch = '', attempt = 0 } = connection?.status.value ?? {}
  return epoch !== '' && attempt <= attempts
}

/**
 * Waits for a relay that went away, as one that restarts does.
 *
 * @returns true as soon as it can be asked again; false once that took too long, or nobody tries to reach it any more
 * @throws the signal's reason
 */
export async function isBackSoon(core: Core, space: Space, signal: AbortSignal): Promise<boolean> {
  const over = new AbortController()
  const timer = core.timers.set(graceMs, () => over.abort())
  try {
    const isMeant = (reach: string) => reach === 'here' || isGivenUp(core, space)
    return (await whenReach(core, space, isMeant, AbortSignal.any([signal, over.signal]))) === 'here'
  } catch {
    signal.throwIfAborted()
    return false
  } finally {
    core.timers.clear(timer)
  }
}
