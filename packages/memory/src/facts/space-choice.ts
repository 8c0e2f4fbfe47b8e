import type { Core } from '../core'

/** Which space a fact is in; the default space when left out. */
export interface SpaceChoice {
  readonly space?: string
}

export function keptSpace(core: Core, choice: SpaceChoice | undefined): string {
  return choice?.space ?? core.topology.defaultSpace
}
