import type { Core } from '../core'
import { newLine } from '../ledger/line'
import type { Json } from '../model'
import { appendClaimed } from '../space/append-claimed'
import type { Space } from '../space/space'
import type { HeldLease } from '../sync'
import { answered, isLost } from './answered'
import { resultOf, resultToValue } from './result'
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
 * went out of reach before it answered: on return it takes the result, or the result is kept where nobody has another
 */
export async function commitResult(
  core: Core,
  space: Space,
  key: WorkKey,
  computed: Computed<unknown>,
  lease: HeldLease,
  options: CommitOptions,
): Promise<'committed' | 'lost' | 'pending'> {
  const { expires, signal } = options
  const said = resultToValue({ key: key.text, value: computed.value as Json, lease: lease.token.number })
  const answer = appendClaimed(
    space,
    newLine(core, space, key.line, said, { expires, says: 'the result' }),
    lease.token,
  )
  const onLate = (error: unknown) => keepLate(core, space, key, computed, options, error)
  try {
    return (await answered(core, space, answer, signal, onLate)) ? 'committed' : 'pending'
  } catch (error) {
    if (isLost(error)) return 'lost'
    throw error
  }
}

async function keepLate(
  core: Core,
  space: Space,
  key: WorkKey,
  computed: Computed<unknown>,
  options: CommitOptions,
  error: unknown,
): Promise<void> {
  if (!isLost(error) || core.closed() || resultOf(core, space, key.line) !== undefined) return
  await keepResult(core, space, key, computed, options).catch(() => {})
}

/** Keeps the result of a run that had no lease: on this device, to stand beside what others did meanwhile. */
export async function keepResult(
  core: Core,
  space: Space,
  { line, text }: WorkKey,
  { value }: Computed<unknown>,
  { expires, signal }: CommitOptions,
): Promise<void> {
  const entry = newLine(core, space, line, resultToValue({ key: text, value: value as Json }), {
    expires,
    says: 'the result',
  })
  await space.append([entry]).reached('local', { signal })
}
