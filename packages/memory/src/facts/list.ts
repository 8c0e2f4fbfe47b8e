import type { Core } from '../core'
import { guarded } from '../guarded'
import { checked, factListOptions } from '../record/input'
import type { Fact } from './fact'

/** All facts of the open spaces, by key; with a prefix, those whose key begins with it. */
export function listFacts(core: Core, options: { prefix?: string; space?: string } = {}): Promise<Fact[]> {
  return guarded(core, 'facts.list', async () => {
    const { space, prefix = '' } = checked(factListOptions, options, core.identity.agent, 'facts.list')
    await core.projection.completed()
    return core.projection
      .facts(space)
      .filter(fact => fact.key.startsWith(prefix.normalize('NFC')))
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.space < b.space ? -1 : 1))
  })
}

/** The facts whose writers disagree. */
export async function conflicts(core: Core, options: { space?: string } = {}): Promise<Fact[]> {
  return (await listFacts(core, options)).filter(fact => !fact.settled)
}
