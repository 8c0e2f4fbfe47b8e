import type { Core } from '../core'
import { compareVersions, decodeRecord, recordKey, sameDot, type Verdict } from '../model'
import type { Space } from '../space/space'
import { dotOf, keyOf } from './key-of'
import { resolveToken } from './private-token'
import { recordIdToString, stringToRecordId } from './record-id'

interface KeyPlace {
  readonly space: Space
  readonly key: string
}

/** Where what stood under a key is now, by the id of a version or a token: undefined unless it was moved and is gone here. */
export function movedTo({ state, heads }: Verdict): string | undefined {
  if (state !== 'retracted') return undefined
  const moves = heads.flatMap(version => {
    const to = version.record.ok ? version.record.body.movedTo : undefined
    return to === undefined ? [] : [{ version, to }]
  })
  return moves.sort((a, b) => compareVersions(a.version, b.version)).at(-1)?.to
}

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

/** Where the record under a key was before it was moved there, if that space is loaded and holds it. */
export function placeBefore(core: Core, { space, key }: KeyPlace): KeyPlace | undefined {
  for (const entry of space.index.entriesOf(key)) {
    const record = entry.payload.includes('"origin"') ? decodeRecord(entry.payload) : undefined
    const from = record?.ok ? stringToRecordId(record.body.origin?.id ?? '') : undefined
    const home = from && core.pool.get(from.space)
    const before = home && (home.index.get(from.dot)?.key ?? recordKey(from.dot))
    if (home && before && home.index.countOf(before) > 0) return { space: home, key: before }
  }
  return undefined
}
