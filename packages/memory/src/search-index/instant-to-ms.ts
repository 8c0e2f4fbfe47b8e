import { type Instant, toMs } from '../model'
import type { FilterInstant } from '../recall/filter'

/** Filters take times as records give them and as people write them. */
export function instantToMs(instant: FilterInstant): number {
  return toMs(instant as Instant | string | number)
}
