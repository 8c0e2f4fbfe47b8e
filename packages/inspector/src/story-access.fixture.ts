import type { InspectedAccess, InspectedMemory } from './memory-face'
import { at } from './story.fixture'

const line = {
  number: 7,
  at: at('09:00:00'),
  by: 'root',
  do: 'grant',
  agent: '*',
  space: 'team',
  right: 'append',
  hash: '7c1f',
} as const
const readers: Readonly<Record<string, readonly string[]>> = { billing: ['billing'], playbook: ['orchestrator'] }

/** The policy log as an administrator sees it: everybody in team and orders, billing by itself. */
export const storyAccess: InspectedMemory['access'] = {
  show: async () => ({ reach: 'whole', isCurrent: true, lines: [line], rules: [], head: line.hash }),
  explain: async (who, space): Promise<InspectedAccess> => {
    const { agent, user = '' } = typeof who === 'string' ? { agent: who } : who
    const isReader = readers[space]?.includes(agent) ?? true
    return {
      ...{ agent, user, space, at: at('14:03:28'), isDelegated: true },
      rights: isReader ? ['discover', 'read', 'append'] : [],
      because: isReader ? [{ line: { ...line, agent, space }, isInForce: true }] : [],
    }
  },
}
