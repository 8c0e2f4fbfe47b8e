import type { Core } from '../core'
import type { Follower } from '../reading/follower'
import { following } from '../reading/following'
import type { MemoryRecord } from '../reading/record'
import { placeToId } from '../search-index/place-id'
import type { Space } from '../space/space'
import { entitiesOf, entityKey, relationOf } from './entities'

/** One step from an entity to another. */
export interface Step {
  readonly to: string
  /** What is said, from the entity on (`works at`) or back to it (`works at` of another: `inverse`). */
  readonly predicate?: string
  readonly inverse?: boolean
  readonly record: MemoryRecord
}

/** More records than this speak of an entity: it joins nothing in particular. */
const commonest = 200

/** Which records speak of which entities. */
export class EntityGraph implements Follower {
  /** The records that name an entity, by place. */
  readonly #named = new Map<string, Map<string, MemoryRecord>>()
  /** Those in which its word merely opens a sentence: they count where another record names it. */
  readonly #opened = new Map<string, Map<string, MemoryRecord>>()

  put(space: Space, key: string, record: MemoryRecord): void {
    for (const [entity, isNamed] of entitiesOf(record)) {
      const all = isNamed ? this.#named : this.#opened
      all.set(entity, (all.get(entity) ?? new Map()).set(placeToId(space.name, key), record))
    }
  }

  remove(space: Space, key: string, record: MemoryRecord): void {
    for (const [entity, isNamed] of entitiesOf(record)) {
      const all = isNamed ? this.#named : this.#opened
      const places = all.get(entity)
      places?.delete(placeToId(space.name, key))
      if (places?.size === 0) all.delete(entity)
    }
  }

  /** @param entity as `entityKey` writes it */
  has(entity: string): boolean {
    return this.#named.has(entity)
  }

  /** The steps from an entity: what relations say of it first, then what is spoken of beside it, each as records say it. */
  stepsFrom(entity: string, admits: (record: MemoryRecord) => boolean): Step[] {
    const from = entityKey(entity)
    const stated: Step[] = []
    const beside: Step[] = []
    // In an order that every replica has, whatever came first: a limit leaves out the same everywhere.
    const named = this.#named.get(from)
    const places = new Map(named && [...named, ...(this.#opened.get(from) ?? [])])
    for (const place of [...places.keys()].sort()) {
      const record = places.get(place)!
      if (!admits(record)) continue
      const relation = relationOf(record)
      if (relation === undefined) {
        if (places.size > commonest) continue
        for (const to of entitiesOf(record).keys()) if (to !== from && this.has(to)) beside.push({ to, record })
      } else {
        const [subject, object] = [entityKey(relation.subject), entityKey(relation.object)]
        if (subject === from) stated.push({ to: object, predicate: relation.predicate, record })
        if (object === from && subject !== from)
          stated.push({ to: subject, predicate: relation.predicate, inverse: true, record })
      }
    }
    return [...stated, ...beside]
  }
}

/**
 * The graph of what this memory holds: gathered when first asked for, kept up since.
 *
 * @param time ms since 1970: of what held then, as known now
 */
export async function graphOf(core: Core, time?: number): Promise<EntityGraph> {
  if (time === undefined) return following(core, EntityGraph)
  await core.projection.whole()
  return (await core.past()).following(core.pool.loaded(), time, EntityGraph)
}
