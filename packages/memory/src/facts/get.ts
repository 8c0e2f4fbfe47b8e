import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { fresh } from '../fresh'
import { calledWith, guarded } from '../guarded'
import { checked, name } from '../input/input'
import { factKey, toMs } from '../model'
import type { Fact } from '../reading/fact'
import { checkHorizon } from '../reading/horizon'
import type { Space } from '../space/space'
import { type FactQuery, factQuery } from './input'
import { keptSpace } from './space-choice'

/**
 * The fact under a key, or undefined when nobody has asserted it, it was retracted, has expired, or holds no more. As of
 * another time: what held then, as known now.
 */
export function getFact(core: Core, key: string, options: FactQuery = {}): Promise<Fact | undefined> {
  return guarded(core, calledWith('facts.get', key), async () => {
    checked(name, key, core.identity.agent, 'facts.get', 'a key')
    const { asOf, maxStaleness, signal, ...choice } = checked(factQuery, options, core.identity.agent, 'facts.get')
    if (maxStaleness !== undefined) await fresh(core, maxStaleness, signal)
    return core.pool.using(keptSpace(core, choice), space => {
      if (asOf !== undefined) {
        checkHorizon(core, space, factKey(key), toMs(asOf))
        return core.projection.factAt(space, factKey(key), toMs(asOf))
      }
      const fact = core.projection.fact(space, factKey(key))
      return fact?.record.quarantined ? undefined : fact
    })
  })
}

/**
 * The fact under a key that was just written; where nothing of it holds now, as it is once what was written does.
 *
 * @param from when that is, ms
 */
export function presentFact({ projection }: Core, space: Space, key: string, from: number): Fact {
  const fact =
    projection.fact(space, key) ?? projection.factAt(space, key, from) ?? projection.factAt(space, key, from, true)
  if (fact) return fact
  throw new CommonplaceError('unknown-record', `the fact under "${key}" is not to be seen`, {
    hint: 'it may be out of its validity or expired: see validTo and expires',
  })
}
