import type { Core } from '../core'
import { lazy } from '../lazy'
import { asGiven } from '../model/json'
import type { Fact } from '../reading/fact'
import type { DuplicateFacts } from './duplicates'
import type { AssertOptions, DuplicateOptions, FactListOptions, FactQuery, ResolveOptions } from './input'
import type { Resolution } from './resolve'

const facts = lazy(() => import('./part'))

/** `memory.facts`: claims under keys, and what to do when agents disagree. */
export class FactVerbs {
  readonly #core: Core

  constructor(core: Core) {
    this.#core = core
  }

  /**
   * Claims a value for a key.
   *
   * @param key a path such as `order/42/status`, at most 256 bytes
   * @param value any JSON value
   * @throws CommonplaceError as `memory.add`
   */
  assert(key: string, value: unknown, options?: AssertOptions): Promise<Fact> {
    const given = asGiven(value)
    return facts(part => part.assertFact(this.#core, key, given, options))
  }

  /**
   * The fact under a key: settled, or with every side; whichever user and app it was asserted for.
   *
   * @param options.asOf a time: what held then, as known now, in place of what holds now
   */
  get(key: string, options?: FactQuery): Promise<Fact | undefined> {
    return facts(part => part.getFact(this.#core, key, options))
  }

  /**
   * All facts of the open spaces, of all users and apps.
   *
   * @param options.prefix of their keys
   * @param options.asOf a time: what held then, as known now, in place of what holds now
   */
  list(options?: FactListOptions): Promise<Fact[]> {
    return facts(part => part.listFacts(this.#core, options))
  }

  /** The facts whose writers disagree now. */
  conflicts(options?: FactListOptions): Promise<Fact[]> {
    return facts(part => part.conflicts(this.#core, options))
  }

  /**
   * Pairs of facts under different keys that may be about the same thing, most alike first, for somebody to look at:
   * nothing is merged.
   *
   * @param options.threshold how alike they must be, 0 to 1; 0.6 when left out
   */
  duplicates(options?: DuplicateOptions): Promise<DuplicateFacts[]> {
    return facts(part => part.duplicates(this.#core, options))
  }

  /** Settles a fact in conflict by one of its sides or another value. @returns undefined when the side was a retraction */
  resolve(key: string, resolution: Resolution, options?: ResolveOptions): Promise<Fact | undefined> {
    const given = asGiven(resolution)
    return facts(part => part.resolveFact(this.#core, key, given, options))
  }
}
