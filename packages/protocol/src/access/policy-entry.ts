import { digest } from 'lib0/hash/sha256'
import { encodeUtf8 } from 'lib0/string'
import { isDelegation, type Statement } from './statement'

/** One line of a tenant's policy log: a statement, when and by whom it was logged, chained to the line before. */
export interface PolicyEntry {
  /** from 1 */
  readonly number: number
  /** ms since 1970, never less than that of the line before */
  readonly at: number
  /** the agent, and the user for whom it acted, as `agent` or `agent for user` */
  readonly by: string
  readonly statement: Statement
  /** `hash` of the line before; '' of the first */
  readonly previous: string
  /** SHA-256, in hexadecimal digits, over everything above and the tenant */
  readonly hash: string
}

const domain = 'commonplace policy 1'

/** Chains a statement to the end of a tenant's log. */
export function nextEntry(
  tenant: string,
  last: Pick<PolicyEntry, 'number' | 'at' | 'hash'> | undefined,
  { now, by, statement }: { readonly now: number; readonly by: string; readonly statement: Statement },
): PolicyEntry {
  const entry = {
    number: (last?.number ?? 0) + 1,
    at: Math.max(now, last?.at ?? 0),
    by,
    statement,
    previous: last?.hash ?? '',
  }
  return { ...entry, hash: hashOf(tenant, entry) }
}

/** Why a line does not follow the one before in the tenant's log, or null when it does. */
export function chainFault(
  tenant: string,
  last: Pick<PolicyEntry, 'number' | 'at' | 'hash'> | undefined,
  entry: PolicyEntry,
): string | null {
  if (entry.number !== (last?.number ?? 0) + 1) return `line ${entry.number} follows line ${last?.number ?? 0}`
  if (entry.previous !== (last?.hash ?? '')) return `line ${entry.number} is not chained to the line before`
  if (entry.at < (last?.at ?? 0)) return `line ${entry.number} is older than the line before`
  return entry.hash === hashOf(tenant, entry) ? null : `line ${entry.number} is not what was logged`
}

function hashOf(tenant: string, { number, at, by, statement, previous }: Omit<PolicyEntry, 'hash'>): string {
  const { do: verb, agent, from = null, until = null } = statement
  const edge = isDelegation(statement) ? [statement.user, agent] : [agent, statement.space, statement.right]
  // As JSON of a list, so that no two lines read the same.
  const text = JSON.stringify([domain, tenant, number, at, by, previous, verb, from, until, edge])
  return Array.from(digest(encodeUtf8(text)), byte => byte.toString(16).padStart(2, '0')).join('')
}
