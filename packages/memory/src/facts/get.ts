import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { guarded } from '../guarded'
import { factKey } from '../model'
import type { Space } from '../space/space'
import type { Fact } from './fact'
import { keptSpace, type SpaceChoice } from './space-choice'

/** The fact under a key, or undefined when nobody has asserted it, or it was retracted, or it has expired. */
export function getFact(core: Core, key: string, options?: SpaceChoice): Promise<Fact | undefined> {
  return guarded(core, `facts.get('${key}')`, () =>
    core.pool.using(keptSpace(core, options), space => core.projection.fact(space, factKey(key))),
  )
}

/** The fact under a key that was just written. */
export function presentFact(core: Core, space: Space, key: string): Fact {
  const fact = core.projection.fact(space, key)
  if (fact) return fact
  throw new CommonplaceError('unknown-record', `the fact under "${key}" is not to be seen`, {
    hint: 'it may already be out of its validity or expired: see validTo and expires',
  })
}
