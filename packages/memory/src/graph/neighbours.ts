import type { Core } from '../core'
import { guarded } from '../guarded'
import { checked, checkedText } from '../input/input'
import { inTurns, type Pause, toMs } from '../model'
import type { MemoryRecord } from '../reading/record'
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
    const admitted = leads(core, filter, scope, time)
    return around(await graphOf(core, time), from, { hops, limit, admitted, pause: core.pause })
  })
}

export interface Around {
  readonly hops: number
  /** so many at most */
  readonly limit: number
  readonly admitted: (record: MemoryRecord) => boolean
  readonly pause: Pause
  /** Only where relations lead, not to what is spoken of in the same record. */
  readonly isStated?: boolean
}

export async function around(
  graph: EntityGraph,
  entity: string,
  { hops, limit, admitted, pause, isStated = false }: Around,
): Promise<Neighbour[]> {
  const stepsFrom = (from: string) => [
    ...graph.stated(from, admitted),
    ...(isStated ? [] : graph.beside(from, admitted)),
  ]
  const found = new Map<string, Neighbour>()
  const start = entityKey(entity)
  for (const step of stepsFrom(start)) note(found, start, [step])
  // What is farther off comes after all of these.
  if (hops > 1 && found.size < limit) {
    await inTurns([...found.values()], pause, ({ entity: middle, path }) => {
      for (const step of stepsFrom(middle)) if (step.record !== path[0]!.record) note(found, start, [...path, step])
    })
  }
  return [...found.values()].sort((a, b) => a.hops - b.hops || unstated(a) - unstated(b)).slice(0, limit)
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
