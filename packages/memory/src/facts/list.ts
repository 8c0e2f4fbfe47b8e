import type { Core } from '../core'
import { guarded } from '../guarded'
import { checked } from '../input/input'
import { inTurns, readKey, sortedInTurns, toMs } from '../model'
import type { Fact } from '../reading/fact'
import { checkHorizon } from '../reading/horizon'
import { type FactListOptions, factListOptions } from './input'

/**
 * All facts of the open spaces, by key; with a prefix, those whose key begins with it. As of another time: what held then,
 * as known now.
 */
export function listFacts(core: Core, options: FactListOptions = {}, verb = 'facts.list'): Promise<Fact[]> {
  return guarded(core, verb, async () => {
    const { space, prefix = '', asOf } = checked(factListOptions, options, core.identity.agent, verb)
    await core.projection.completed()
    const facts = await (asOf === undefined ? factsNow(core, space) : factsAt(core, toMs(asOf), space))
    const start = prefix.normalize('NFC')
    return sortedInTurns(
      facts.filter(({ key }) => key.startsWith(start)),
      core.pause,
      (a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.space < b.space ? -1 : 1),
    )
  })
}

/** The facts that are not in quarantine. */
async function factsNow(core: Core, space: string | undefined): Promise<Fact[]> {
  const facts: Fact[] = []
  await inTurns(core.projection.live(space), core.pause, ({ fact }) => {
    if (fact && !fact.record.quarantined) facts.push(fact)
  })
  return facts
}

async function factsAt(core: Core, time: number, only: string | undefined): Promise<Fact[]> {
  const facts: Fact[] = []
  for (const space of core.pool.loaded().filter(({ name }) => only === undefined || name === only)) {
    for (const key of [...space.index.keys()]) {
      const turn = core.pause()
      if (turn) await turn
      if (readKey(key)?.type !== 'fact') continue
      checkHorizon(core, space, key, time)
      const fact = core.projection.factAt(space, key, time)
      if (fact && !fact.record.quarantined) facts.push(fact)
    }
  }
  return facts
}

/** The facts whose writers disagree, or disagreed then. */
export async function conflicts(core: Core, options: FactListOptions = {}): Promise<Fact[]> {
  return (await listFacts(core, options, 'facts.conflicts')).filter(fact => !fact.settled)
}
