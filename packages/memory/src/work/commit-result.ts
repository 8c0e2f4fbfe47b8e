import type { Core } from '../core'
import { newLine } from '../ledger/line'
import { appendClaimed } from '../record/append-claimed'
import type { Space } from '../space/space'
import { type HeldLease, SyncError } from '../sync'
import { whenReach } from './reach'
import { resultToValue } from './result'
import type { WorkKey } from './work-key'

/** What a run gave, until it is committed. */
export interface Computed<T> {
  readonly value: T
}

interface CommitOptions {
  readonly expires: number
  readonly signal: AbortSignal
}

/**
 * Commits a result under a lease: on the relay's disk, as the only one of its key.
 *
 * @returns `committed`; `lost` when the lease had ended, or somebody else's result is there; `pending` when the relay
 * went out of reach before it answered: it will take the result on return, or not
 */
export async function commitResult(
  core: Core,
  space: Space,
  { line, text }: WorkKey,
  { value }: Computed<unknown>,
  lease: HeldLease,
  { expires, signal }: CommitOptions,
): Promise<'committed' | 'lost' | 'pending'> {
  const said = resultToValue({ key: text, value: value as never, lease: lease.token.number })
  const entry = newLine(core, space, line, said, { expires })
  const answer = appendClaimed(space, entry, lease.token)
  const over = new AbortController()
  const away = whenReach(core, space, reach => reach === 'away', AbortSignal.any([signal, over.signal]))
  try {
    const first = await Promise.race([answer.then(() => 'committed' as const), away.then(() => 'pending' as const)])
    if (first === 'pending') answer.catch(() => {})
    return first
  } catch (error) {
    answer.catch(() => {})
    if (error instanceof SyncError && (error.code === 'lease-lost' || error.code === 'not-current')) return 'lost'
    throw error
  } finally {
    over.abort()
    away.catch(() => {})
  }
}

/** Keeps the result of a run that had no lease: on this device, to stand beside what others did meanwhile. */
export async function keepResult(
  core: Core,
  space: Space,
  { line, text }: WorkKey,
  { value }: Computed<unknown>,
  { expires, signal }: CommitOptions,
): Promise<void> {
  const entry = newLine(core, space, line, resultToValue({ key: text, value: value as never }), { expires })
  await space.append([entry]).reached('local', { signal })
}
