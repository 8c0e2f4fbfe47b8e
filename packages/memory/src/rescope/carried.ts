import type { Core } from '../core'
import { type Dot, dotToString, mayWrite, readKey, type Version } from '../model'
import { mayErase } from '../model/erasure'
import { versionId } from '../reading/to-record'
import type { Space } from '../space/space'

/** Why a record stays as it is. `changed`: somebody has written it since. `artifact`: its text cannot be moved with it. */
export type RefusedReason =
  | 'forbidden'
  | 'retracted'
  | 'unreadable'
  | 'changed'
  | 'unknown-space'
  | 'private'
  | 'policy'
  | 'artifact'

/**
 * The versions of a key that are carried over, ancestors first: what stands, each side of a dispute, and what is held back
 * and may come to stand. Only who wrote them, or a curator, may.
 *
 * @param isMeant which of them; all when left out
 */
export function carriedOf(
  core: Core,
  space: Space,
  key: string,
  isMeant: (version: Version) => boolean = () => true,
): readonly Version[] | RefusedReason {
  const { heads, held } = core.projection.verdict(space, key)
  const back = held.filter(({ reason }) => reason === 'not-valid' || reason === 'quarantined')
  const versions = [...heads, ...back.map(({ version }) => version)].filter(
    version => (!version.record.ok || version.record.body.type !== 'tombstone') && isMeant(version),
  )
  if (versions.length === 0) return 'retracted'
  if (versions.some(({ record }) => !record.ok)) return 'unreadable'
  const { agent, user } = core.identity
  const me = { agent, ...(user !== undefined && { user }) }
  const name = readKey(key)
  const mayAll = versions.every(({ author }) => mayErase(me, author, core.mayCurate))
  if (!mayAll || !name || !mayWrite(name, space.replica.client, core.projection.context(space))) return 'forbidden'
  return versions.sort((a, b) => a.time.ms - b.time.ms || a.time.count - b.time.count)
}

/** What callers know a key by: the version that it shows, else the one that closed it. */
export function idOf({ projection }: Core, space: Space, key: string): string {
  const shown = projection.record(space, key)?.version
  const last = projection.verdict(space, key).heads.at(-1)
  return shown ?? (last ? versionId(space, last) : key)
}

/** Where each of these versions stands when they are written one after the other from a dot on, and how their parents among them are named there. */
export function renamed(versions: readonly Version[], first: Dot): { dot: Dot; parents: Dot[] }[] {
  const now = new Map<string, Dot>()
  return versions.map(({ entry }, n) => {
    const parents = entry.parents.flatMap(parent => now.get(dotToString(parent)) ?? [])
    const dot = { client: first.client, clock: first.clock + n }
    now.set(dotToString(entry.dot), dot)
    return { dot, parents }
  })
}
