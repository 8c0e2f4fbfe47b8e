import type { Core } from '../core'
import { idToPlace } from '../record/indexed'
import type { Given } from './cursor'
import type { Item } from './item'
import { itemAt } from './item-at'

/** What became of what a reader was given. */
export interface News {
  /** Still says what it said, by place. */
  readonly known: ReadonlyMap<string, Item>
  /** Says something else now. */
  readonly changed: readonly Item[]
  /** Is no more, with the reason, by place. */
  readonly gone: ReadonlyMap<string, string>
}

/** What is in a space that is not loaded is neither known nor gone. */
export function newsOf(core: Core, given: Given): News {
  const known = new Map<string, Item>()
  const changed: Item[] = []
  const gone = new Map<string, string>()
  for (const [place, fingerprint] of given) {
    if (core.pool.get(idToPlace(place).space) === undefined) continue
    const item = itemAt(core, place)
    if (item === undefined) gone.set(place, reasonOf(core, place))
    else if (item.fingerprint === fingerprint) known.set(place, item)
    else changed.push(item)
  }
  return { known, changed, gone }
}

function reasonOf({ pool, projection }: Core, place: string): string {
  const { space: name, key } = idToPlace(place)
  const space = pool.get(name)!
  const { held, state } = projection.verdict(space, key)
  return held[0]?.reason ?? projection.record(space, key)?.status ?? state
}
