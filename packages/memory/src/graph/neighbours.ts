import type { Core } from '../core'
import { guarded } from '../guarded'
import { checked, checkedText } from '../input/input'
import { toMs } from '../model'
import { entityKey } from './entities'
import { type EntityGraph, graphOf, type Step } from './entity-graph'
import { type NeighbourOptions, neighbourOptions } from './input'
import { leads } from './leads'

/** An entity that is one or two steps from another. Frozen. */
export interface Neighbour {
  /** Without case, as the graph tells entities apart. */
  readonly entity: string
  readonly hops: 1 | 2
  /** The steps that lead there, with the records that say so. */
  readonly path: readonly Step[]
}

/** The entities around one, nearest first; those that relations name before those merely spoken of together. */
export function neighbours(core: Core, entity: string, options: NeighbourOptions = {}): Promise<Neighbour[]> {
  return guarded(core, 'graph.neighbours', async () => {
    const from = checkedText(entity, core.identity.agent, 'graph.neighbours')
    const {
      hops = 1,
      limit = 50,
      filter,
      scope,
      asOf,
    } = checked(neighbourOptions, options, core.identity.agent, 'graph.neighbours')
    const time = asOf === undefined ? undefined : toMs(asOf)
    const leading = leads(core, filter, scope, time)
    return around(await graphOf(core, time), from, hops, leading).slice(0, limit)
  })
}

export function around(
  graph: EntityGraph,
  entity: string,
  hops: number,
  admitted: Parameters<EntityGraph['stepsFrom']>[1],
): Neighbour[] {
  const found = new Map<string, Neighbour>()
  const start = entityKey(entity)
  const first = graph.stepsFrom(start, admitted)
  for (const step of first) note(found, start, [step])
  if (hops > 1) {
    for (const { entity: middle, path } of [...found.values()]) {
      for (const step of graph.stepsFrom(middle, admitted)) {
        if (step.record !== path[0]!.record) note(found, start, [...path, step])
      }
    }
  }
  return [...found.values()].sort((a, b) => a.hops - b.hops || unstated(a) - unstated(b))
}

function note(found: Map<string, Neighbour>, start: string, path: readonly Step[]): void {
  const entity = path.at(-1)!.to
  if (entity === start || found.has(entity)) return
  found.set(
    entity,
    Object.freeze({
      entity,
      hops: path.length as 1 | 2,
      path: Object.freeze(path.map(Object.freeze)) as readonly Step[],
    }),
  )
}

function unstated({ path }: Neighbour): number {
  return path.filter(step => step.predicate === undefined).length
}
