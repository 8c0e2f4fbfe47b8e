import type { Core } from '../core'
import { fresh } from '../fresh'
import { guarded } from '../guarded'
import { checked, type GetOptions, getOptions } from '../input/input'
import { toMs } from '../model'
import { withRecord } from '../reading/locate'
import type { MemoryRecord } from '../reading/record'

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
