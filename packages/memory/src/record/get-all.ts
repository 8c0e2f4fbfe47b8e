import type { Core } from '../core'
import { fresh } from '../freshness'
import { guarded } from '../guarded'
import { checked, type ListOptions, listOptions } from '../input/input'
import { toMs } from '../model'
import { admits } from '../reading/admits'
import type { Timed } from '../reading/reader'
import type { MemoryRecord } from '../reading/record'

export function getAll(core: Core, options: ListOptions = {}): Promise<MemoryRecord[]> {
  return guarded(core, 'getAll', async () => {
    const { filter, scope, limit, asOf, maxStaleness, signal } = checked(
      listOptions,
      options,
      core.identity.agent,
      'getAll',
    )
    const admitted = admits(core, filter, scope)
    if (maxStaleness !== undefined) await fresh(core, maxStaleness, signal)
    const { projection, pool } = core
    await projection.completed()
    const timed = asOf === undefined ? projection.timed() : (await core.past()).timed(pool.loaded(), toMs(asOf))
    const found = timed.filter(({ record }) => admitted(record))
    const sorted = found.map(each => ({ ...each, ms: each.record.time.getTime() })).sort(byTime)
    return sorted.slice(0, limit).map(({ record }) => record)
  })
}

function byTime(a: Timed & { ms: number }, b: Timed & { ms: number }): number {
  return a.ms - b.ms || a.sequence - b.sequence || (a.record.id < b.record.id ? -1 : 1)
}
