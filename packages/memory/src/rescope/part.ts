import type { Core } from '../core'
import { guarded } from '../guarded'
import { type Rescoping, rescopingsOf } from './audit'

export { finishPromotions } from './begun-promotions'
export { promote } from './promote'
export { rescope } from './rescope'
export { undo } from './undo'

export function rescopings(core: Core): Promise<Rescoping[]> {
  return guarded(core, 'rescopings', () => rescopingsOf(core))
}
