import type { Space } from '../space/space'

/** A key of an open space. */
export interface KeyPlace {
  readonly space: Space
  readonly key: string
}
