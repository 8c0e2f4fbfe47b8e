import type { Core } from '../core'
import { fresh } from '../fresh'
import { assertOpen, guarded } from '../guarded'
import { checked, type ListOptions, listOptions } from '../input/input'
import { inTurns, sortedInTurns, toMs } from '../model'
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
    const { projection, pool, pause } = core
    await projection.completed()
    // All as they are in one moment: what is looked at of each, and where it stands, changes no more.
    const timed = asOf === undefined ? projection.live() : await (await core.past()).timed(pool.loaded(), toMs(asOf))
    assertOpen(core, 'getAll')
    const found: (Timed & { ms: number })[] = []
    await inTurns(timed, pause, ({ record, sequence }) => {
      if (admitted(record)) found.push({ record, sequence, ms: record.time.getTime() })
    })
    return (await sortedInTurns(found, pause, byTime)).slice(0, limit).map(({ record }) => record)
  })
}

function byTime(a: Timed & { ms: number }, b: Timed & { ms: number }): number {
  return a.ms - b.ms || a.sequence - b.sequence || (a.record.id < b.record.id ? -1 : 1)
}
