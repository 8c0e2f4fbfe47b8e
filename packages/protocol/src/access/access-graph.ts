import { allRights, type Right } from '../rights'
import { EdgeIndex } from './edge-index'
import type { Who } from './name-pattern'
import type { PolicyEntry } from './policy-entry'
import { type AccessStatement, isDelegation } from './statement'

/** How many of `allRights` somebody has: each right comes with those before it. */
export type Level = number

/** What one line did to an answer. */
export interface Reason {
  readonly entry: PolicyEntry
  /** it counts at the time that is asked about */
  readonly isInForce: boolean
}

/** Who may do what in a space at a time, and because of which lines. */
export interface Explanation {
  readonly rights: readonly Right[]
  /** whether the user may act through the agent; true where there is no user */
  readonly isDelegated: boolean
  /** lines about user and agent, then lines about agent and space, each in log order */
  readonly because: readonly Reason[]
}

/** The level of a right: how many rights it comes with, itself included. */
export const levelOf = (right: Right): Level => allRights.indexOf(right) + 1

const rightSets: readonly ReadonlySet<Right>[] = [0, 1, 2, 3, 4, 5].map(level => new Set(allRights.slice(0, level)))

/** The rights of a level; the same object for the same level. */
export const rightsOfLevel = (level: Level): ReadonlySet<Right> => rightSets[level]!

/** Whether a line counts at a time: it was logged by then, and the time lies within its own. */
export function isInForce({ at, statement: { from, until } }: PolicyEntry, time: number): boolean {
  return at <= time && (from ?? at) <= time && (until === undefined || time < until)
}

/**
 * Two bipartite graphs that change over time, user→agent and agent→space, as a log of lines (Rezazadeh et al., Collaborative
 * Memory, 2025). At a time, the lines in force that fit are read in log order: a grant raises to its right, a revocation
 * lowers to below it. Who acts for a user needs an edge of both graphs. What no line grants is denied.
 */
export class AccessGraph {
  readonly #delegations = new EdgeIndex()
  readonly #accesses = new EdgeIndex()

  add(entry: PolicyEntry): void {
    const { statement } = entry
    if (isDelegation(statement)) this.#delegations.add(entry, statement.user, statement.agent)
    else this.#accesses.add(entry, statement.agent, statement.space)
  }

  /** @param base the level that something other than the log gives */
  levelIn(space: string, who: Who, time: number, base: Level = 0): Level {
    const isDelegated = this.#isDelegated(this.#delegationsOf(who), who, time, base)
    return isDelegated ? foldLevel(this.#accesses.fitting(who.agent, space, who), time, base) : 0
  }

  /** The answer of `levelIn` and all lines that fit, in force or not. */
  explain(space: string, who: Who, time: number, base: Level = 0): Explanation {
    const delegations = this.#delegationsOf(who)
    const accesses = this.#accesses.fitting(who.agent, space, who)
    const isDelegated = this.#isDelegated(delegations, who, time, base)
    const level = isDelegated ? foldLevel(accesses, time, base) : 0
    const because = [...delegations, ...accesses].map(entry => ({ entry, isInForce: isInForce(entry, time) }))
    return { rights: [...rightsOfLevel(level)], isDelegated, because }
  }

  #delegationsOf(who: Who): PolicyEntry[] {
    return who.user === '' ? [] : this.#delegations.fitting(who.user, who.agent, who)
  }

  #isDelegated(lines: readonly PolicyEntry[], { user }: Who, time: number, base: Level): boolean {
    const last = lines.findLast(line => isInForce(line, time))
    return last === undefined ? user === '' || base > 0 : last.statement.do === 'grant'
  }
}

function foldLevel(lines: readonly PolicyEntry[], time: number, base: Level): Level {
  let level = base
  for (const line of lines) {
    if (!isInForce(line, time)) continue
    const right = levelOf((line.statement as AccessStatement).right)
    level = line.statement.do === 'grant' ? Math.max(level, right) : Math.min(level, right - 1)
  }
  return level
}
