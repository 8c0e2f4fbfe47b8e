import type { FeedState } from '../feed'

/** What an agent wrote of the records that stand here. */
export interface AuthorLine {
  readonly agent: string
  readonly records: number
  readonly newest?: Date
}

/** The agents that wrote here and are none of `registered`, in the order of their first write. */
export function authorsWithout(
  registered: ReadonlySet<string>,
  { agents, records }: Pick<FeedState, 'agents' | 'records'>,
): readonly AuthorLine[] {
  const lines = new Map(
    agents.filter(agent => !registered.has(agent)).map(agent => [agent, { agent, records: 0 } as AuthorLine]),
  )
  // The newest record of an agent comes first.
  for (const { author, time } of records) {
    const line = lines.get(author.agent)
    if (line) lines.set(author.agent, { ...line, records: line.records + 1, newest: line.newest ?? time })
  }
  return [...lines.values()]
}
