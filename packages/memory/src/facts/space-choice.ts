import type { Core } from '../core'
import { spaceOfKind } from '../kinds/space-of-kind'
import type { Kind } from '../model'

/** Which space a fact is in; that of its kind when left out. */
export interface SpaceChoice {
  readonly space?: string
}

export function keptSpace(core: Core, choice: SpaceChoice | undefined, kind: Kind = 'semantic'): string {
  return choice?.space ?? spaceOfKind(core, kind)
}
