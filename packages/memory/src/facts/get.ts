import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { guarded } from '../guarded'
import { factKey } from '../model'
import { checked, name, spaceChoice } from '../record/input'
import type { Space } from '../space/space'
import type { Fact } from './fact'
import { keptSpace, type SpaceChoice } from './space-choice'

/** The fact under a key, or undefined when nobody has asserted it, or it was retracted, or it has expired. */
export function getFact(core: Core, key: string, options: SpaceChoice = {}): Promise<Fact | undefined> {
  return guarded(core, `facts.get('${String(key)}')`, () => {
    checked(name, key, core.identity.agent, 'facts.get', 'a key')
    const choice = checked(spaceChoice, options, core.identity.agent, 'facts.get')
    return core.pool.using(keptSpace(core, choice), space => core.projection.fact(space, factKey(key)))
  })
}

/** The fact under a key that was just written. */
export function presentFact(core: Core, space: Space, key: string): Fact {
  const fact = core.projection.fact(space, key)
  if (fact) return fact
  throw new CommonplaceError('unknown-record', `the fact under "${key}" is not to be seen`, {
    hint: 'it may already be out of its validity or expired: see validTo and expires',
  })
}
