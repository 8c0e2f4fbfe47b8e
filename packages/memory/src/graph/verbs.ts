import type { Core } from '../core'
import type { AddOptions } from '../input/input'
import { lazy } from '../lazy'
import type { MemoryRecord } from '../reading/record'
import type { NeighbourOptions } from './input'
import type { Neighbour } from './neighbours'
import type { Add } from './relate'

export const graph = lazy(() => import('./part'))

/** `memory.graph`: entities, what relates them, and what is around them. */
export class GraphVerbs {
  readonly #core: Core
  readonly #add: Add

  constructor(core: Core, add: Add) {
    this.#core = core
    this.#add = add
  }

  /**
   * Remembers a relation, such as `relate('Ada', 'reports to', 'Grace', { validFrom: '2026-11-01' })`. It is a record:
   * validated, retracted, searched and synced like any.
   *
   * @throws CommonplaceError as `memory.add`
   */
  relate(subject: string, predicate: string, object: string, options?: AddOptions): Promise<MemoryRecord> {
    return graph(part => part.relate(this.#core, this.#add, subject, predicate, object, options))
  }

  /**
   * The entities one or two steps from an entity: by relations, and by being spoken of in one record. Names, capitalised
   * phrases, dates, numbered things, tags and the parts of keys are entities; no model is asked.
   *
   * @param options.hops 1 or 2; 1 when left out
   * @param options.asOf a time: what held then, as known now, in place of what holds now
   */
  neighbours(entity: string, options?: NeighbourOptions): Promise<Neighbour[]> {
    return graph(part => part.neighbours(this.#core, entity, options))
  }
}
