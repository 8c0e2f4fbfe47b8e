import type { Space } from '../space/space'
import type { Projection } from './projection'
import type { MemoryRecord } from './record'

/** A record and where it is. */
export interface Placed {
  readonly space: Space
  readonly key: string
  readonly record: MemoryRecord
}

/** Every record with its place, as it is when it is come to: who takes turns meanwhile lists none in advance. */
export function* placedIn(projection: Pick<Projection, 'live' | 'kept'>): Generator<Placed> {
  projection.live()
  for (const [space, key, { record }] of projection.kept()) if (record) yield { space, key, record }
}
