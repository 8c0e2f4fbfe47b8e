import type { Core } from '../core'
import { guarded } from '../guarded'
import { checked } from '../record/input'
import { teamSpaceOf } from '../space/team-space'
import { claimLease, toWorkLease, type WorkLease } from './claim'
import { deskOf, type WorkDesk } from './desk'
import {
  type ClaimOptions,
  claimOptions,
  type OnceOptions,
  onceOptions,
  type ResultOptions,
  resultOptions,
  type WorkKeyInput,
  workFunction,
  workKeyInput,
} from './input'
import { once } from './once'
import { watchOverlaps } from './overlap'
import { resultOf, type WorkResult } from './result'
import type { WorkContext } from './run'
import { TaskVerbs } from './tasks'
import { type WorkKind, workKey } from './work-key'

/** `memory.work`: what one agent of the team does, the others need not do again. */
export class WorkVerbs {
  /** A board of what is to be done: open, claimed, done, accepted. */
  readonly tasks: TaskVerbs
  private readonly core: Core
  private readonly desk: WorkDesk

  constructor(core: Core) {
    this.core = core
    this.desk = deskOf(core)
    this.tasks = new TaskVerbs(core)
    watchOverlaps(core)
  }

  /**
   * Runs a function for the whole team once: whoever asks for the same key while it runs, or until its result expires, gets
   * the full result. Errors are not kept: callers of this memory share the error of the run they waited for, agents elsewhere
   * run their own function. Out of the relay's reach it runs here, and may run once more elsewhere: see `overlapped`.
   *
   * @param key a text, or a tool's name and its arguments, in any order of properties
   * @param fn gets `{ signal, token }`; its result is JSON of at most 64 kB, or undefined
   * @param options.ttl how long the result counts, `'10m'` when left out
   * @param options.lease how long the team waits for a runner that is silent, `'10s'` when left out
   * @param options.timeout how long the function may take; for ever when left out
   * @param options.sideEffects the function changes something: it runs under a lease only, waits for the relay, and is called
   * off when the lease is lost
   * @param options.scope who shares the result: all of the space, or those of this agent's `app`, `user`, `agent`, `run`
   * @throws what `fn` throws; CommonplaceError `timed-out`, `content-too-large`, `lease-lost`, `no-relay`, the relay's refusal;
   * the signal's reason
   */
  once<T>(key: WorkKeyInput, fn: (context: WorkContext) => T | Promise<T>, options: OnceOptions = {}): Promise<T> {
    return guarded(this.core, 'work.once', () => {
      const { agent } = this.core.identity
      checked(workFunction, fn, agent, 'work.once', 'a function')
      const input = checked(onceOptions, options, agent, 'work.once')
      const work = this.keyOf('once', key, input, 'work.once')
      const space = this.spaceOf(input)
      return this.desk.share(`${space}\u0000${work.line}`, input.signal, signal =>
        this.core.pool.using(space, open => {
          if (input.sideEffects) open.checkRelay()
          return once(this.core, this.desk, open, work, fn, input, signal)
        }),
      )
    })
  }

  /** What a piece of work has come to, as far as this replica knows; undefined when nothing, or nothing that still counts. */
  result(key: WorkKeyInput, options: ResultOptions = {}): Promise<WorkResult | undefined> {
    return guarded(this.core, 'work.result', () => {
      const input = checked(resultOptions, options, this.core.identity.agent, 'work.result')
      const { line } = this.keyOf('once', key, input, 'work.result')
      return this.core.pool.using(this.spaceOf(input), space => resultOf(this.core, space, line))
    })
  }

  /**
   * The lease of a key, when nobody else has it: waits for that, or with `wait: false` answers undefined.
   *
   * @param options.lease how long others wait for a holder that is silent, `'30s'` when left out
   * @throws CommonplaceError `no-relay` or `private` where no relay grants leases; `offline` with `wait: false`; `forbidden`,
   * `quota`; the signal's reason
   */
  claim(key: WorkKeyInput, options: ClaimOptions & { readonly wait: false }): Promise<WorkLease | undefined>
  claim(key: WorkKeyInput, options?: ClaimOptions): Promise<WorkLease>
  claim(key: WorkKeyInput, options: ClaimOptions = {}): Promise<WorkLease | undefined> {
    return guarded(this.core, 'work.claim', async () => {
      const input = checked(claimOptions, options, this.core.identity.agent, 'work.claim')
      const work = this.keyOf('claim', key, input, 'work.claim')
      const name = this.spaceOf(input)
      // The space stays open for as long as the lease is held.
      const space = await this.core.pool.acquire(name)
      let isOpen = true
      const letGo = () => {
        if (isOpen) this.core.pool.release(name)
        isOpen = false
      }
      try {
        const held = await claimLease(this.core, this.desk, space, work, input)
        if (held) return toWorkLease(this.core, held, work.text, letGo)
        letGo()
        return undefined
      } catch (error) {
        letGo()
        throw error
      }
    })
  }

  private keyOf(kind: WorkKind, key: WorkKeyInput, { scope = 'space' }: ResultOptions, verb: string) {
    const { identity } = this.core
    return workKey(kind, checked(workKeyInput, key, identity.agent, verb, 'a key'), scope, identity)
  }

  private spaceOf({ space }: ResultOptions): string {
    return space ?? teamSpaceOf(this.core.topology)
  }
}
