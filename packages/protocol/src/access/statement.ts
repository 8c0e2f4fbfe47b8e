import { allRights, type Right } from '../rights'
import { parseNamePattern } from './name-pattern'

interface Change {
  readonly do: 'grant' | 'revoke'
  /** whom it concerns: a name or a pattern of names */
  readonly agent: string
  /** ms since 1970 from which it is in force; from when it is logged when not given */
  readonly from?: number
  /** ms since 1970 from which it is not in force any more */
  readonly until?: number
}

/** An edge of the graph from users to agents: whether the users may act through the agents. */
export interface DelegationStatement extends Change {
  readonly user: string
}

/** An edge of the graph from agents to spaces. To grant a right is to grant those below it, to revoke it those above. */
export interface AccessStatement extends Change {
  readonly space: string
  readonly right: Right
}

/** One change of who may do what. */
export type Statement = DelegationStatement | AccessStatement

/** Whether a statement says which agent acts for which user. */
export const isDelegation = (statement: Statement): statement is DelegationStatement => 'user' in statement

/** What is no statement; the message says why. */
export class StatementError extends Error {
  override readonly name = 'StatementError'
}

const names = new Set(['do', 'agent', 'user', 'space', 'right', 'from', 'until'])
const patternBytes = 512

/**
 * Checks what somebody wants logged.
 *
 * @throws StatementError
 */
export function checkStatement(value: unknown): Statement {
  if (typeof value !== 'object' || value === null) throw new StatementError('a statement is an object')
  const given = new Map<string, unknown>(Object.entries(value))
  for (const name of given.keys()) if (!names.has(name)) throw new StatementError(`a statement has no "${name}"`)
  const verb = given.get('do')
  if (verb !== 'grant' && verb !== 'revoke') throw new StatementError('"do" is "grant" or "revoke"')
  if (given.has('user') === given.has('space')) {
    throw new StatementError('a statement is of a user and an agent, or of an agent and a space')
  }
  const change = { do: verb, agent: patternIn(given, 'agent'), ...times(given) } as const
  if (given.has('user')) {
    if (given.has('right')) throw new StatementError('a right is of an agent and a space, not of a user')
    return { ...change, user: patternIn(given, 'user') }
  }
  const right = allRights.find(each => each === given.get('right'))
  if (right === undefined) throw new StatementError(`"right" is one of ${allRights.join(', ')}`)
  return { ...change, space: patternIn(given, 'space'), right }
}

function patternIn(given: ReadonlyMap<string, unknown>, name: string): string {
  const pattern = given.get(name)
  if (typeof pattern !== 'string') throw new StatementError(`"${name}" is missing`)
  if (pattern.length > patternBytes || pattern !== pattern.normalize('NFC') || /[\p{Cc}\p{Cs}]/u.test(pattern)) {
    throw new StatementError(`"${name}" is too long, not in normalisation form C, or has control characters`)
  }
  try {
    parseNamePattern(pattern)
  } catch (error) {
    throw new StatementError(`"${name}": ${(error as Error).message}`)
  }
  return pattern
}

function times(given: ReadonlyMap<string, unknown>): Pick<Change, 'from' | 'until'> {
  const timeIn = (name: string): number | undefined => {
    const time = given.get(name)
    if (time === undefined || (Number.isSafeInteger(time) && (time as number) >= 0)) return time as number | undefined
    throw new StatementError(`"${name}" is a time in ms since 1970`)
  }
  const from = timeIn('from')
  const until = timeIn('until')
  if (until !== undefined && until <= (from ?? 0)) throw new StatementError('"until" lies after "from"')
  return { ...(from !== undefined && { from }), ...(until !== undefined && { until }) }
}
