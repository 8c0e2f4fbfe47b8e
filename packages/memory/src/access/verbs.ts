import type { Core } from '../core'
import { guarded } from '../guarded'
import { checked, listener as isListener } from '../input/input'
import { lazy } from '../lazy'
import type { Instant } from '../model'
import type { AccessAnswer, AccessLog, AccessWho } from './answer'

const part = lazy(() => import('./part'))

/** `memory.access`: who may do what where, from the relay's policy log, of which this device keeps what this agent may see. */
export class AccessVerbs {
  readonly #core: Core

  constructor(core: Core) {
    this.#core = core
  }

  /**
   * Who may do what in a space, and because of which lines: as the relay would answer, from what this device holds of its log, so
   * it is answered offline, too. An agent may ask about itself; with a token that has the claim `admin`, about everybody.
   *
   * @param who an agent's name, or an agent and the user for whom it acts
   * @param when now when left out; a time in the past is answered by the lines that had been logged by then
   * @throws CommonplaceError `invalid-input`; `no-relay`; `offline` before a relay has told of the log; `unsupported` where it
   * keeps none; `forbidden` about others
   * @example
   * const { rights, because } = await memory.access.explain('support', 'payments', '2026-11-20')
   */
  explain(who: AccessWho, space: string, when?: Instant | string | number): Promise<AccessAnswer> {
    return guarded(this.#core, 'access.explain', () => part(verbs => verbs.explain(this.#core, who, space, when)))
  }

  /** What this device holds of the policy log, oldest line first, its chain checked. */
  show(): Promise<AccessLog> {
    return guarded(this.#core, 'access.show', () => part(verbs => verbs.show(this.#core)))
  }

  /** Tells when what `show` and `explain` say may have changed. @returns the function that stops it */
  onChange(listener: () => void): () => void {
    checked(isListener, listener, this.#core.identity.agent, 'access.onChange', 'a listener')
    return this.#core.policyLog.onChange(listener)
  }
}
