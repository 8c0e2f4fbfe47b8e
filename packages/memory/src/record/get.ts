import type { Core } from '../core'
import { guarded } from '../guarded'
import { withRecord } from './locate'
import type { MemoryRecord } from './record'

export function get(core: Core, id: string): Promise<MemoryRecord | undefined> {
  return guarded(core, 'get', () => withRecord(core, id, ({ space, key }) => core.projection.record(space, key)))
}
