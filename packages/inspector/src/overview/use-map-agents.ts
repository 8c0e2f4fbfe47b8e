import { useInspector } from '../inspector-context'
import { useRegistry } from '../use-team'

/** So many agents have a column; the design gives the map room for them, a list has the rest. */
const mostColumns = 8

/** The agents of the map's columns, and who of those with a card is here. */
export function useMapAgents() {
  const { feed, self, link } = useInspector()
  const registry = useRegistry()
  const cards =
    registry.phase === 'ready' ? registry.value.filter(({ agent, registeredBy }) => agent === registeredBy) : []
  const known = new Set([self.agent, ...cards.map(({ agent }) => agent)])
  const everybody = [...feed.agents, ...[...known].filter(agent => !feed.agents.includes(agent))]
  const agents = everybody.slice(0, mostColumns)
  // Off the relay nobody hears who is here.
  const isHeard = link.state === 'online'
  const away = new Set(
    cards.flatMap(({ agent, present }) => (present || agent === self.agent || !isHeard ? [] : [agent])),
  )
  /** undefined where nobody can tell */
  const whereIs = (agent: string) => {
    if (agent === self.agent) return 'this tab'
    if (away.has(agent)) return 'away'
    return known.has(agent) && isHeard ? 'here' : undefined
  }
  return { agents, hidden: everybody.length - agents.length, away, isHeard, whereIs }
}
