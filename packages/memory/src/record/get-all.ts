import type { Core } from '../core'
import { guarded } from '../guarded'
import { admits } from './admits'
import { checked, type ListOptions, listOptions } from './input'
import type { MemoryRecord } from './record'

export function getAll(core: Core, options: ListOptions = {}): Promise<MemoryRecord[]> {
  return guarded(core, 'getAll', () => {
    const { filter, scope, limit } = checked(listOptions, options, core.identity.agent, 'getAll')
    const admitted = admits(core, filter, scope)
    const records = core.projection.records().filter(admitted).sort(byTime)
    return limit === undefined ? records : records.slice(0, limit)
  })
}

function byTime(a: MemoryRecord, b: MemoryRecord): number {
  return a.time.getTime() - b.time.getTime() || (a.id < b.id ? -1 : 1)
}
