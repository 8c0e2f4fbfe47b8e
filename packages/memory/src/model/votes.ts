import { compareDots, dotToString, sameDot } from './dot'
import type { Entry } from './entry'
import type { JudgeContext } from './judge-context'
import { readVersion, type Version } from './version'

/** What agents found who looked into a version: each by name, in order, and once. */
export interface Votes {
  readonly verified: readonly string[]
  readonly refuted: readonly string[]
}

export const noVotes: Votes = Object.freeze({ verified: Object.freeze([]), refuted: Object.freeze([]) })

/**
 * What was found of the versions of a key. Only authors whom the relay bound count; each replaces its own findings and
 * nobody else's. Two findings of one agent that did not see each other: it refuted.
 *
 * @param entries the entries under the key's `validationKey`
 * @returns by the dot of the version, as `dotToString` writes it
 */
export function votesIn(entries: readonly Entry[], context: JudgeContext): ReadonlyMap<string, Votes> {
  const byAgent = new Map<string, Version[]>()
  for (const entry of entries) {
    const version = readVersion(entry, context)
    if (!version.bound || !version.record.ok || !isFinding(version)) continue
    const agent = version.author!.agent
    byAgent.set(agent, [...(byAgent.get(agent) ?? []), version])
  }
  const found = new Map<string, { verified: string[]; refuted: string[] }>()
  for (const agent of [...byAgent.keys()].sort()) {
    for (const [of, status] of findingsOf(byAgent.get(agent)!)) {
      const votes = found.get(of) ?? { verified: [], refuted: [] }
      votes[status].push(agent)
      found.set(of, votes)
    }
  }
  return found
}

function isFinding({ record }: Version): boolean {
  return record.ok && (record.body.type === 'tombstone' || record.body.type === 'validation')
}

/** What one agent holds of each version: its findings that none of its own replaced. */
function findingsOf(own: readonly Version[]): Map<string, 'verified' | 'refuted'> {
  const heads = unreplaced(own)
  const findings = new Map<string, 'verified' | 'refuted'>()
  for (const { record } of heads.sort((a, b) => compareDots(a.entry.dot, b.entry.dot))) {
    const body = record.ok ? record.body : undefined
    if (
      body?.type !== 'validation' ||
      body.of === undefined ||
      (body.status !== 'verified' && body.status !== 'refuted')
    )
      continue
    if (findings.get(body.of) !== 'refuted') findings.set(body.of, body.status)
  }
  return findings
}

/** Those of one agent's findings that none of its own replaced; what others say of them does not count. */
export function unreplaced(own: readonly Version[]): Version[] {
  const replaced = new Set(
    own.flatMap(({ entry }) => entry.parents.filter(dot => !sameDot(dot, entry.dot)).map(dotToString)),
  )
  return own.filter(({ entry }) => !replaced.has(dotToString(entry.dot)))
}
