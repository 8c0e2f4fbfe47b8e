import type { Core } from '../core'
import type { AssertOptions, ResolveOptions } from '../record/input'
import { assertFact } from './assert'
import type { Fact } from './fact'
import { getFact } from './get'
import { conflicts, listFacts } from './list'
import { type Resolution, resolveFact } from './resolve'
import type { SpaceChoice } from './space-choice'

/** `memory.facts`: claims under keys, and what to do when agents disagree. */
export class FactVerbs {
  private readonly core: Core

  constructor(core: Core) {
    this.core = core
  }

  /**
   * Claims a value for a key.
   *
   * @param key a path such as `order/42/status`, at most 256 bytes
   * @param value any JSON value
   * @throws CommonplaceError as `memory.add`
   */
  assert(key: string, value: unknown, options?: AssertOptions): Promise<Fact> {
    return assertFact(this.core, key, value, options)
  }

  /** The fact under a key: settled, or with every side. */
  get(key: string, options?: SpaceChoice): Promise<Fact | undefined> {
    return getFact(this.core, key, options)
  }

  /** All facts of the open spaces. */
  list(options?: { prefix?: string; space?: string }): Promise<Fact[]> {
    return listFacts(this.core, options)
  }

  /** The facts whose writers disagree now. */
  conflicts(options?: { space?: string }): Promise<Fact[]> {
    return conflicts(this.core, options)
  }

  /** Settles a fact in conflict by one of its sides or another value. @returns undefined when the side was a retraction */
  resolve(key: string, resolution: Resolution, options?: ResolveOptions): Promise<Fact | undefined> {
    return resolveFact(this.core, key, resolution, options)
  }
}
