import type { Core } from '../core'
import { lazy } from '../lazy'
import type { Observable } from '../sync'
import type { WorkingMemory } from '../working/working-memory'
import type { WorkCall } from './calls'
import type { WorkLease } from './claim'
import type { CallFilter, ClaimOptions, OnceOptions, ResultOptions, WorkKeyInput } from './input'
import type { Shower, WorkProgress } from './progress'
import type { WorkContext } from './run'
import { TaskVerbs } from './tasks'
import type { WorkResult } from './work-result'

const work = lazy(() => import('./part'))

/** `memory.work`: what one agent of the team does, the others need not do again. */
export class WorkVerbs {
  /** A board of what is to be done: open, claimed, done, accepted. */
  readonly tasks: TaskVerbs
  readonly #core: Core
  readonly #working: WorkingMemory
  readonly #peers: Observable<readonly Shower[]>
  #progress: WorkProgress | undefined

  constructor(core: Core, working: WorkingMemory, peers: Observable<readonly Shower[]>) {
    this.#core = core
    this.#working = working
    this.#peers = peers
    this.tasks = new TaskVerbs(core)
    const seen = new Map<string, number>()
    core.ledger.onChange(change => {
      if (!core.events.has('overlapped')) return
      work(part => part.tellOverlaps(core, change, seen)).catch(error => {
        if (!core.closed()) core.events.emit('error', { error, during: 'looking for work done twice' })
      })
    })
  }

  /**
   * Runs a function for the whole team once: whoever asks for the same key while it runs, or until its result expires, gets
   * the full result. Errors are not kept: callers of this memory share the error of the run they waited for, agents elsewhere
   * run their own function. Out of the relay's reach it runs here, and may run once more elsewhere: see `overlapped`.
   *
   * @param key a text, or a tool's name and its arguments, in any order of properties
   * @param fn gets `{ signal, token, tell }`; its result is JSON of at most 64 kB, or undefined
   * @param options.ttl how long the result counts, `'10m'` when left out
   * @param options.lease how long the team waits for a runner that is silent, `'10s'` when left out
   * @param options.timeout how long the function may take; for ever when left out
   * @param options.sideEffects the function changes something: it runs under a lease only, waits for the relay, and is called
   * off when the lease is lost
   * @param options.onProgress hears what the run tells of itself, wherever it runs, while this call waits
   * @param options.scope who shares the result: all of the space, or those of this agent's `app`, `user`, `agent`, `run`
   * @throws what `fn` throws; CommonplaceError `timed-out`, `invalid-input` for a result that is no JSON, `content-too-large`, `lease-lost`, `no-relay`, the relay's refusal;
   * the signal's reason
   */
  once<T>(key: WorkKeyInput, fn: (context: WorkContext) => T | Promise<T>, options: OnceOptions = {}): Promise<T> {
    return work(part => part.requestOnce(this.#core, this.#progressBy(part), key, fn, options))
  }

  /** What a piece of work has come to, as far as this replica knows; undefined when nothing, or nothing that still counts. */
  result(key: WorkKeyInput, options: ResultOptions = {}): Promise<WorkResult | undefined> {
    return work(part => part.requestResult(this.#core, key, options))
  }

  /**
   * The calls of `once` in a space, the latest first: results that still count, what agents that are here run now, and what failed
   * within a minute. For people to look at: a run of less than half a second, or of an agent that shows much else, may not be in it.
   */
  calls(options: CallFilter = {}): Promise<WorkCall[]> {
    return work(part => part.requestCalls(this.#core, this.#progressBy(part), options))
  }

  /**
   * The lease of a key, when nobody has it, this memory neither: waits for that, or with `wait: false` answers undefined.
   *
   * @param options.lease how long others wait for a holder that is silent, `'30s'` when left out
   * @throws CommonplaceError `no-relay` or `private` where no relay grants leases; `offline` with `wait: false`; `forbidden`,
   * `quota`, or the code with which the relay denies the space or turned this agent away; the signal's reason
   */
  claim(key: WorkKeyInput, options: ClaimOptions & { readonly wait: false }): Promise<WorkLease | undefined>
  claim(key: WorkKeyInput, options?: ClaimOptions): Promise<WorkLease>
  claim(key: WorkKeyInput, options: ClaimOptions = {}): Promise<WorkLease | undefined> {
    return work(part => part.requestClaim(this.#core, key, options))
  }

  #progressBy({ WorkProgress: Progress }: { readonly WorkProgress: typeof WorkProgress }): WorkProgress {
    this.#progress ??= new Progress(this.#core.identity.agent, this.#working, this.#peers)
    return this.#progress
  }
}
