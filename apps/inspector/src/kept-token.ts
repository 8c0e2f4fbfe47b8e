import type { Source } from './source'

/** A token is for one agent at one relay. It stands in no address, and a tab that is closed forgets it. */
const nameOf = ({ relay, tenant, agent, user }: Source) =>
  `commonplace-inspector/token ${JSON.stringify([relay, tenant, agent, user])}`

/** The token for a source, '' for none. */
export function keptToken(source: Source): string {
  return sessionStorage.getItem(nameOf(source)) ?? ''
}

export function keepToken(source: Source, token: string): void {
  sessionStorage.setItem(nameOf(source), token)
}
