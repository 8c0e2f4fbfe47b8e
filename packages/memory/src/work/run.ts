import type { LeaseToken } from '@commonplace/protocol'
import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import type { Json } from '../model'
import { onAbort } from '../on-abort'
import type { HeldLease } from '../sync'

/** What a function that `work.once` runs is given. */
export interface WorkContext extends RunContext {
  /**
   * Says how far it is, to `onProgress` of who waits for the result, here and elsewhere: JSON, which with all else that this
   * agent shows is 4 kB at most. It is kept nowhere, and a late word may stand for several before it.
   *
   * @throws CommonplaceError `invalid-input`, `content-too-large`
   */
  tell(progress: Json): void
}

/** Of a run: when it is over, and under which lease it is. */
export interface RunContext {
  /**
   * Aborted when nobody waits for the result any more, when the time is over, when the memory closes, and, for work with side
   * effects, when the lease is lost.
   */
  readonly signal: AbortSignal
  /**
   * The fencing token of the lease it runs under: numbers of one epoch only grow, so that what is called can refuse the
   * late call of a run that lost its lease. Undefined for a run out of the relay's reach.
   */
  readonly token: LeaseToken | undefined
}

export interface RunOptions {
  readonly lease?: HeldLease
  readonly signal: AbortSignal
  readonly timeoutMs: number | undefined
  readonly sideEffects: boolean
}

/** Runs a function; rejects at once when it is called off, whether it listens or not. */
export async function runWork<T>(
  core: Core,
  key: string,
  fn: (context: RunContext) => T | Promise<T>,
  { lease, signal, timeoutMs, sideEffects }: RunOptions,
): Promise<T> {
  const sources = lease && sideEffects ? [signal, lease.lost] : [signal]
  for (const source of sources) source.throwIfAborted()
  // Of its own: as one of `AbortSignal.any` what `fn` leaves listening to it would be held for as long as the memory is open.
  const over = new AbortController()
  const calledOff = over.signal
  const stops = sources.map(source => onAbort(source, () => over.abort(source.reason)))
  const timer =
    timeoutMs === undefined
      ? undefined
      : core.timers.set(timeoutMs, () =>
          over.abort(
            new CommonplaceError('timed-out', `work ${key} took more than ${timeoutMs} ms`, {
              hint: 'give it more time, or let it listen to its signal',
            }),
          ),
        )
  try {
    return await new Promise<T>((resolve, reject) => {
      calledOff.addEventListener('abort', () => reject(calledOff.reason), { once: true })
      Promise.resolve()
        .then(() => fn({ signal: calledOff, token: lease?.token }))
        .then(resolve, reject)
    })
  } finally {
    core.timers.clear(timer)
    for (const stop of stops) stop()
  }
}
