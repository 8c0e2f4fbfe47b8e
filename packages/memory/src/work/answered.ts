import type { Core } from '../core'
import type { Space } from '../space/space'
import { SyncError } from '../sync'
import { whenReach } from './reach'

/**
 * Waits until the relay has answered what was written under a lease, or is out of reach.
 *
 * @param onLate told of a refusal that comes once it is back
 * @returns whether it has answered
 * @throws its refusal
 */
export async function answered(
  core: Core,
  space: Space,
  answer: Promise<unknown>,
  signal: AbortSignal,
  onLate: (error: unknown) => void,
): Promise<boolean> {
  const over = new AbortController()
  const away = whenReach(core, space, reach => reach === 'away', AbortSignal.any([signal, over.signal]))
  try {
    const isAnswered = await Promise.race([answer.then(() => true), away.then(() => false)])
    if (!isAnswered) answer.catch(onLate)
    return isAnswered
  } catch (error) {
    answer.catch(() => {})
    throw error
  } finally {
    over.abort()
    away.catch(() => {})
  }
}

/** Whether the lease was over when the relay looked at what was written under it, or somebody had written without one. */
export function isLost(error: unknown): boolean {
  return error instanceof SyncError && (error.code === 'lease-lost' || error.code === 'not-current')
}
