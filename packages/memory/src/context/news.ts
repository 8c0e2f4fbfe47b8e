import type { Core } from '../core'
import type { Scope } from '../model'
import { idToPlace } from '../search-index/place-id'
import type { Given } from './cursor'
import type { Item } from './item'
import { type AsOf, itemAt } from './item-at'

/** What became of what a reader was given. */
export interface News {
  /** Still says what it said, by place. */
  readonly known: ReadonlyMap<string, Item>
  /** Says something else now. */
  readonly changed: readonly Item[]
  /** Is no more, with the reason, by place. */
  readonly gone: ReadonlyMap<string, string>
}

/**
 * What is in a space that is not loaded is neither known nor gone.
 *
 * @param isFor whether the reader may be told of what has this scope
 */
export function newsOf(core: Core, given: Given, isFor: (scope: Scope) => boolean, asOf?: AsOf): News {
  const known = new Map<string, Item>()
  const changed: Item[] = []
  const gone = new Map<string, string>()
  for (const [place, fingerprint] of given) {
    if (core.pool.get(idToPlace(place).space) === undefined) continue
    const item = itemAt(core, place, asOf)
    if (item === undefined) gone.set(place, reasonOf(core, place, asOf))
    else if (item.fingerprint === fingerprint) known.set(place, item)
    else if (isFor(item.record.scope)) changed.push(item)
    else gone.set(place, 'out-of-scope')
  }
  return { known, changed, gone }
}

function reasonOf({ pool, projection }: Core, place: string, asOf: AsOf | undefined): string {
  const { space: name, key } = idToPlace(place)
  const space = pool.get(name)!
  const { held, state } = asOf ? projection.verdictAt(space, key, asOf.time) : projection.verdict(space, key)
  const record = asOf ? asOf.past.record(space, key, asOf.time) : projection.record(space, key)
  return held[0]?.reason ?? record?.status ?? state
}
