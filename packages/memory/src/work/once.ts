import type { Core } from '../core'
import { pruneLine } from '../ledger/prune'
import { parseDuration } from '../model'
import type { Space } from '../space/space'
import type { LeaseAnswer } from '../sync'
import { askForLease } from './ask'
import { type Computed, commitResult, keepResult } from './commit-result'
import type { WorkDesk } from './desk'
import type { OnceOptions } from './input'
import { hasJustGone, isBackSoon } from './is-back-soon'
import { untilTold } from './overlap'
import { whenReach } from './reach'
import { resultOf } from './result'
import type { RunContext } from './run'
import { runForResult } from './run-for-result'
import type { WorkKey } from './work-key'
import type { WorkResult } from './work-result'

const defaultTtl = '10m'
const defaultLease = '10s'

/**
 * The result of a piece of work: what is there, else what whoever holds the lease comes to, else what `fn` gives here.
 *
 * A run that fails, is called off or loses its process leaves nothing but a free lease: whoever waits elsewhere runs its own
 * `fn`. Out of the relay's reach `fn` runs here, unless it has side effects, and its result is kept to stand beside others:
 * at once, or when a relay that went away while this waited for it, or just before, is not back soon.
 */
export async function once<T>(
  core: Core,
  desk: WorkDesk,
  space: Space,
  key: WorkKey,
  fn: (context: RunContext) => T | Promise<T>,
  options: OnceOptions,
  signal: AbortSignal,
): Promise<T> {
  const { sideEffects = false, timeout } = options
  const request = { ttlMs: parseDuration(options.lease ?? defaultLease), holder: desk.newHolder() }
  const timeoutMs = timeout === undefined ? undefined : parseDuration(timeout)
  const ttlMs = parseDuration(options.ttl ?? defaultTtl)
  const kept = () => ({ expires: core.now() + ttlMs, signal })
  const found = () => resultOf(core, space, key.line)
  const line = desk.lineOf(space)
  let computed: Computed<T> | undefined
  // Whether it was waited for since it last answered: one that goes again at once is not.
  let hasWaited = false
  const taken = (result: WorkResult): T => {
    // What ran here as well comes to nothing: that is to be said too.
    if (computed) core.events.emit('overlapped', Object.freeze({ ...result, overlapped: true }))
    return result.value as T
  }
  /** What becomes of an answer to the question for the lease. @returns undefined when it is to be asked again */
  const go = async (answer: LeaseAnswer | 'away' | 'lost'): Promise<Computed<T> | undefined> => {
    if (typeof answer === 'string') {
      if (sideEffects) await space.welcome(each => whenReach(core, space, reach => reach !== 'away', each), signal)
      else if (computed) {
        await keepResult(core, space, key, computed, kept())
        return computed
      } else {
        const isWaitedFor = (answer === 'lost' || hasJustGone(core)) && !hasWaited
        hasWaited = true
        if (isWaitedFor && (await isBackSoon(core, space, signal))) return undefined
        // By the time it has run the relay may be back.
        computed = { value: await runForResult(core, key.text, fn, { signal, timeoutMs, sideEffects }) }
      }
      return undefined
    }
    hasWaited = false
    if ('other' in answer) {
      const over = new AbortController()
      const isThere = () => found() !== undefined
      const told = untilTold(core, space, key.line, isThere, AbortSignal.any([signal, over.signal]))
      await Promise.race([answer.other.ended, told]).finally(() => over.abort())
      return undefined
    }
    const lease = desk.keep(answer.lease)
    try {
      const there = found()
      if (there) return { value: taken(there) }
      computed ??= { value: await runForResult(core, key.text, fn, { lease, signal, timeoutMs, sideEffects }) }
      if (lease.lost.aborted) return undefined
      const outcome = await commitResult(core, space, key, computed, lease, kept())
      if (outcome === 'lost') return undefined
      pruneLine(core, space, key.line, 1)
      return computed
    } finally {
      await lease.release()
    }
  }
  for (;;) {
    signal.throwIfAborted()
    const result = found()
    if (result) return taken(result)
    const answer = await line.ask(() => askForLease(core, space, key.line, request, signal), signal)
    const done = await go(answer).finally(() => line.leave())
    if (done) return done.value
  }
}
