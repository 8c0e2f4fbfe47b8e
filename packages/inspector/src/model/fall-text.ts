import type { InspectedDependent } from '../memory-face'
import { closedBy } from './closed-by'
import { count } from './count-text'

/**
 * What retracting a record would close, in words.
 *
 * @param ids the record and its versions
 * @param dependents all that was made from it
 * @param agents every agent, in the order they are named in
 */
export function fallText(
  ids: readonly string[],
  dependents: readonly InspectedDependent[],
  agents: readonly string[],
): string {
  if (dependents.length === 0) return 'Nothing here is built on it.'
  const closed = closedBy(ids, dependents)
  const authors = new Set(dependents.filter(({ id }) => closed.has(id)).map(({ author }) => author.agent))
  const others = agents.filter(agent => authors.has(agent))
  if (closed.size === 0) return 'Retracting it would close nothing else: all that is built on it has other support.'
  return `Retracting it would close ${count(closed.size, 'record')} as well${others.length > 0 ? `, by ${named(others)}` : ''}.`
}

/** So many are named; whoever wants the others finds them at the records. */
const mostNamed = 5

function named(agents: readonly string[]): string {
  if (agents.length <= mostNamed) return agents.join(', ')
  return `${agents.slice(0, mostNamed).join(', ')} and ${count(agents.length - mostNamed, 'more agent')}`
}
