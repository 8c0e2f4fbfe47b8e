import { useInspector } from './inspector-context'
import type { InspectedAccess, InspectedAccessLog } from './memory-face'
import { openSpaces } from './model/spaces'
import { useReading } from './use-reading'
import type { Reading } from './use-versions'

/** What of the relay's policy log this device holds. */
export function useAccessLog(): Reading<InspectedAccessLog> {
  const { memory } = useInspector()
  return useReading(() => memory.access.show(), '')
}

/** What an agent may do in every shared space that is open here, and because of which lines of the log. */
export function useAccess(agent: string): Reading<ReadonlyMap<string, InspectedAccess>> {
  const { memory, self, feed } = useInspector()
  const user = agent === self.agent ? self.user : feed.records.find(({ author }) => author.agent === agent)?.author.user
  const shared = openSpaces(memory).filter(({ visibility }) => visibility === 'shared')
  const ask = async () => {
    const who = { agent, ...(user && { user }) }
    const answers = await Promise.all(shared.map(({ name }) => memory.access.explain(who, name)))
    return new Map(answers.map(answer => [answer.space, answer]))
  }
  return useReading(ask, JSON.stringify([agent, user, shared.map(({ name }) => name)]))
}
