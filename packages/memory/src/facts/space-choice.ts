import type { Core } from '../core'
import { spaceOfKind } from '../kinds/space-of-kind'

/** Which space a fact is in; that of semantic memory when left out. */
export interface SpaceChoice {
  readonly space?: string
}

export function keptSpace(core: Core, choice: SpaceChoice | undefined): string {
  return choice?.space ?? spaceOfKind(core, 'semantic')
}
