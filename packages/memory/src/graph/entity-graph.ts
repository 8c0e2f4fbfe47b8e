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

/** Records by place. */
type Placed = Map<string, MemoryRecord>

/** Which records speak of which entities. */
export class EntityGraph implements Follower {
  /** The records that name an entity. */
  readonly #named = new Map<string, Placed>()
  /** Those in which its word merely opens a sentence: they count where another record names it. */
  readonly #opened = new Map<string, Placed>()
  /** Those that state a relation of it: what thousands speak of may be related to a few. */
  readonly #related = new Map<string, Placed>()

  put(space: Space, key: string, record: MemoryRecord): void {
    const place = placeToId(space.name, key)
    for (const [all, entity] of this.#listsOf(record))
      all.set(entity, (all.get(entity) ?? new Map()).set(place, record))
  }

  remove(space: Space, key: string, record: MemoryRecord): void {
    const place = placeToId(space.name, key)
    for (const [all, entity] of this.#listsOf(record)) {
      const places = all.get(entity)
      places?.delete(place)
      if (places?.size === 0) all.delete(entity)
    }
  }

  /** @param entity as `entityKey` writes it */
  has(entity: string): boolean {
    return this.#named.has(entity)
  }

  /** What relations say of an entity, each as records say it. */
  stated(entity: string, admits: (record: MemoryRecord) => boolean): Step[] {
    return inOrder(this.#related.get(entity)).flatMap((record): Step[] => {
      if (!admits(record)) return []
      const { subject, predicate, object } = relationOf(record)!
      const [from, to] = [entityKey(subject), entityKey(object)]
      return from === entity ? [{ to, predicate, record }] : [{ to: from, predicate, inverse: true, record }]
    })
  }

  /** What is spoken of beside an entity; nothing where very many speak of it. */
  beside(entity: string, admits: (record: MemoryRecord) => boolean): Step[] {
    const [named, opened] = [this.#named.get(entity), this.#opened.get(entity)]
    if (named === undefined || named.size + (opened?.size ?? 0) > commonest) return []
    return inOrder(new Map([...named, ...(opened ?? [])])).flatMap(record => {
      if (relationOf(record) !== undefined || !admits(record)) return []
      const others = [...entitiesOf(record).keys()].filter(to => to !== entity && this.has(to))
      return others.map(to => ({ to, record }))
    })
  }

  #listsOf(record: MemoryRecord): (readonly [all: Map<string, Placed>, entity: string])[] {
    const relation = relationOf(record)
    const joined = relation ? new Set([entityKey(relation.subject), entityKey(relation.object)]) : []
    return [
      ...[...entitiesOf(record)].map(([entity, isNamed]) => [isNamed ? this.#named : this.#opened, entity] as const),
      ...[...joined].map(entity => [this.#related, entity] as const),
    ]
  }
}

/** In an order that every replica has, whatever came first: a limit leaves out the same everywhere. */
function inOrder(places: Placed | undefined): MemoryRecord[] {
  return [...(places?.keys() ?? [])].sort().map(place => places!.get(place)!)
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
