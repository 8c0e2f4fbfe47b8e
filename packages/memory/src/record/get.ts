import type { Core } from '../core'
import { fresh } from '../freshness'
import { guarded } from '../guarded'
import { toMs } from '../model'
import { checked, type GetOptions, getOptions } from './input'
import { withRecord } from './locate'
import type { MemoryRecord } from './record'

export function get(core: Core, id: string, options: GetOptions = {}): Promise<MemoryRecord | undefined> {
  return guarded(core, 'get', async () => {
    const { asOf, maxStaleness, signal } = checked(getOptions, options, core.identity.agent, 'get')
    if (maxStaleness !== undefined) await fresh(core, maxStaleness, signal)
    const past = asOf === undefined ? undefined : await core.past()
    return withRecord(core, id, ({ space, key }) => {
      const record = past ? past.record(space, key, toMs(asOf!)) : core.projection.record(space, key)
      return record?.quarantined ? undefined : record
    })
  })
}
