import type { Core } from '../core'
import { sameDot } from '../model'
import { dotOf, keyOf } from './key-of'
import { movedTo } from './moved'
import { idsOfToken, isPrivateToken, tokenKey } from './private-token'
import { recordIdToString, stringToRecordId } from './record-id'

/**
 * The id under which a record is found now: its own, or that of the version in the space that it was moved to, as far as
 * the open spaces tell; of a token what it stands for.
 */
export function presentId(core: Core, id: string): string {
  const seen = new Set<string>()
  for (let at = id; !seen.has(at); ) {
    seen.add(at)
    const next = resolveToken(core, at)?.[0] ?? nextId(core, at)
    if (next === undefined) return at
    at = next
  }
  return id
}

function nextId(core: Core, id: string): string | undefined {
  const parts = stringToRecordId(id)
  const space = parts && core.pool.get(parts.space)
  if (!space) return undefined
  const dot = dotOf(space, parts.dot)
  if (!sameDot(dot, parts.dot)) return recordIdToString({ ...parts, dot })
  const key = keyOf(space, dot)
  if (space.index.countOf(key) === 0 || core.projection.record(space, key) !== undefined) return undefined
  return movedTo(core.projection.verdict(space, key))
}

/** The versions that a token of this agent's stands for; undefined for another's, or while their space is not loaded. */
function resolveToken(core: Core, token: string): readonly string[] | undefined {
  if (!isPrivateToken(token)) return undefined
  for (const space of core.pool.loaded()) {
    const ids = space.visibility === 'private' ? idsOfToken(space, tokenKey(token)) : undefined
    if (ids) return ids
  }
  return undefined
}
