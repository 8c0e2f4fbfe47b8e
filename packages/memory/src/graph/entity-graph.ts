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
  /** By place. */
  readonly #records = new Map<string, MemoryRecord>()
  readonly #places = new Map<string, Set<string>>()

  put(space: Space, key: string, record: MemoryRecord): void {
    const place = placeToId(space.name, key)
    this.#records.set(place, record)
    for (const entity of entitiesOf(record)) {
      const places = this.#places.get(entity) ?? new Set()
      this.#places.set(entity, places.add(place))
    }
  }

  remove(space: Space, key: string, record: MemoryRecord): void {
    const place = placeToId(space.name, key)
    this.#records.delete(place)
    for (const entity of entitiesOf(record)) {
      const places = this.#places.get(entity)
      places?.delete(place)
      if (places?.size === 0) this.#places.delete(entity)
    }
  }

  has(entity: string): boolean {
    return this.#places.has(entityKey(entity))
  }

  /** The steps from an entity: what relations say of it first, then what is spoken of beside it, each as records say it. */
  stepsFrom(entity: string, admits: (record: MemoryRecord) => boolean): Step[] {
    const from = entityKey(entity)
    const stated: Step[] = []
    const beside: Step[] = []
    // In an order that every replica has, whatever came first: a limit leaves out the same everywhere.
    const places = [...(this.#places.get(from) ?? [])].sort()
    for (const place of places) {
      const record = this.#records.get(place)!
      if (!admits(record)) continue
      const relation = relationOf(record)
      if (relation === undefined) {
        if (places.length > commonest) continue
        for (const to of entitiesOf(record)) if (to !== from) beside.push({ to, record })
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
