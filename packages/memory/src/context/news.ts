import type { Core } from '../core'
import { idToPlace } from '../record/indexed'
import type { Given } from './cursor'
import type { Item } from './item'
import { itemAt } from './place'

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
  const { pool, projection } = core
  const known = new Map<string, Item>()
  const changed: Item[] = []
  const gone = new Map<string, string>()
  for (const [place, fingerprint] of given) {
    const { space: name, key } = idToPlace(place)
    const space = pool.get(name)
    if (space === undefined) continue
    const item = itemAt(core, place)
    if (item === undefined)
      gone.set(place, projection.record(space, key)?.status ?? projection.verdict(space, key).state)
    else if (item.fingerprint === fingerprint) known.set(place, item)
    else changed.push(item)
  }
  return { known, changed, gone }
}
