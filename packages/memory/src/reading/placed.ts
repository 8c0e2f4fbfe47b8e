import type { Space } from '../space/space'
import type { Projection } from './projection'
import type { MemoryRecord } from './record'

/** A record and where it is. */
export interface Placed {
  readonly space: Space
  readonly key: string
  readonly record: MemoryRecord
}

/** Every record with its place, as they are in this moment. */
export function placedIn(projection: Projection): Placed[] {
  projection.live()
  const placed: Placed[] = []
  for (const [space, key, { record }] of projection.kept()) if (record) placed.push({ space, key, record })
  return placed
}
