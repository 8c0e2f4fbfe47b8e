import type { Core } from '../core'
import { guarded } from '../guarded'
import { toMs } from '../model'
import { admits } from './admits'
import { checked, type ListOptions, listOptions } from './input'
import type { MemoryRecord } from './record'

export function getAll(core: Core, options: ListOptions = {}): Promise<MemoryRecord[]> {
  return guarded(core, 'getAll', async () => {
    const { filter, scope, limit, asOf } = checked(listOptions, options, core.identity.agent, 'getAll')
    const admitted = admits(core, filter, scope)
    const { projection, past, pool } = core
    await projection.settled()
    const records = asOf === undefined ? projection.records() : past.records(pool.loaded(), toMs(asOf))
    const found = records.filter(admitted)
    const sorted = found.map(record => ({ record, ms: record.time.getTime() })).sort(byTime)
    return sorted.slice(0, limit).map(({ record }) => record)
  })
}

interface Timed {
  readonly record: MemoryRecord
  readonly ms: number
}

function byTime(a: Timed, b: Timed): number {
  return a.ms - b.ms || (a.record.id < b.record.id ? -1 : 1)
}
