import { heldBy, type Version } from '../model'
import type { Standings } from '../reading/standings'
import type { Space } from '../space/space'

/** Whose finding counts on a version, by the checkpoint and the rules that hold it back; anybody's when undefined. */
export function amongOf(standings: Standings, space: Space, version: Version): readonly string[] | undefined {
  const checkpoint = standings.checkpointOf(space, version)
  const rules = heldBy(standings.taintOf(space, version), standings.quarantine)
  const all: readonly { readonly among?: readonly string[] }[] = checkpoint ? [checkpoint, ...rules] : rules
  const named = all.flatMap(({ among }) => (among ? [among] : []))
  return named.length === 0 || named.length < all.length ? undefined : [...new Set(named.flat())]
}
