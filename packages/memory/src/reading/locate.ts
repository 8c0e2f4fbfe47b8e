import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { shortened } from '../shortened'
import { compactedError, isCompacted } from './compacted'
import { keyOf } from './key-of'
import type { KeyPlace } from './key-place'
import { movedTo } from './moved'
import { idsOfToken, isPrivateToken, tokenKey } from './private-token'
import { stringToRecordId } from './record-id'

/** A key that an id led to. */
export interface FoundPlace extends KeyPlace {
  /** what the id means there: another one, where it was a token or what it names was moved */
  readonly id: string
}

/**
 * Finds a record by the id of any of its versions, opening its space if need be, and does the work while it is open. What
 * was moved is found where it is now, if that space is here; else where it was.
 *
 * @returns undefined when the work was not done: no such space here, or nothing of that id in it
 * @throws CommonplaceError `beyond-retention` for a version that was compacted
 */
export async function withRecord<T>(
  core: Core,
  id: string,
  work: (place: FoundPlace) => T | Promise<T>,
  seen: ReadonlySet<string> = new Set(),
): Promise<T | undefined> {
  const isToken = typeof id === 'string' && isPrivateToken(id)
  const meant = isToken ? await meantBy(core, id) : id
  if (meant === undefined && isToken) return undefined
  const parts = typeof meant === 'string' ? stringToRecordId(meant) : undefined
  if (!parts)
    throw new CommonplaceError(
      'invalid-input',
      `agent "${core.identity.agent}" gave ${typeof id === 'string' ? `"${shortened(id)}"` : typeof id} as the id of a record`,
      { hint: 'ids look like team.0.4f2k9z.18' },
    )
  if (!core.pool.list().some(entry => entry.name === parts.space)) return undefined
  return core.pool.using(parts.space, async space => {
    const key = keyOf(space, parts.dot)
    if (space.index.countOf(key) === 0) {
      if (isCompacted(core, space, parts.dot)) throw compactedError(id)
      return undefined
    }
    const isHere = core.projection.record(space, key) !== undefined
    const next = isHere || seen.has(id) ? undefined : movedTo(core.projection.verdict(space, key))
    if (next !== undefined) {
      const there = await withRecord(core, next, async place => ({ value: await work(place) }), new Set([...seen, id]))
      if (there) return there.value
    }
    return work({ space, key, id: meant! })
  })
}

/** The first version that a token stands for; private spaces that are not loaded are looked into. */
async function meantBy(core: Core, token: string): Promise<string | undefined> {
  for (const { name, visibility } of core.pool.list()) {
    if (visibility !== 'private') continue
    const ids = await core.pool.using(name, space => idsOfToken(space, tokenKey(token)))
    if (ids) return ids[0]
  }
  return undefined
}
