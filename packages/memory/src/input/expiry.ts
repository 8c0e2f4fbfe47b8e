import { CommonplaceError } from '../errors'
import { type Instant, parseDuration, toIso, toMs } from '../model'

/**
 * When something expires, ms: a duration counts from now, anything else is a time.
 *
 * @param who the agent that says so
 * @throws CommonplaceError `invalid-input` for a time that is not to come
 */
export function expiryToMs(expires: Instant | string | number, now: number, who: string): number {
  const ms = typeof expires === 'string' && /[a-z]$/.test(expires) ? now + parseDuration(expires) : toMs(expires)
  if (ms > now) return ms
  throw new CommonplaceError('invalid-input', `agent "${who}" gave ${toIso(ms)} as expires, which is not to come`, {
    hint: "give '30d' or a time to come; memory.retract ends a record now",
  })
}
