import type { Level } from './access-graph'
import { parseNamePattern, type Who } from './name-pattern'

/** What is given before a policy log says anything, by patterns of names: a rule of the relay's policy file. */
export interface BaseRule {
  readonly tenant: string
  readonly space: string
  /** those it is for; everybody when empty */
  readonly agents: readonly string[]
  readonly users: readonly string[]
  readonly level: Level
}

/** The level that a rule gives somebody in a space of a tenant; 0 where it does not fit. */
export type LevelByRule = (tenant: string, space: string, who: Who) => Level

/** @throws Error that says which pattern is none */
export function parseBaseRule({ tenant, space, agents, users, level }: BaseRule): LevelByRule {
  const isTenant = parseNamePattern(tenant)
  const isSpace = parseNamePattern(space)
  const isFor = parseAudience({ agents, users })
  return (tenantName, spaceName, who) =>
    isTenant(tenantName, who) && isSpace(spaceName, who) && isFor(who) ? level : 0
}

/** Whether a rule is for somebody, in whatever space. */
export function parseAudience({ agents, users }: Pick<BaseRule, 'agents' | 'users'>): (who: Who) => boolean {
  const isAgent = agents.map(parseNamePattern)
  const isUser = users.map(parseNamePattern)
  return who =>
    (isAgent.length === 0 || isAgent.some(fits => fits(who.agent, who))) &&
    (isUser.length === 0 || isUser.some(fits => fits(who.user, who)))
}
