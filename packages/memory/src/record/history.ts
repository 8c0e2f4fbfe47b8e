import type { Core } from '../core'
import { guarded } from '../guarded'
import { readVersion } from '../model/version'
import { withPresentRecord } from './locate'
import type { RecordVersion } from './record'
import { toRecordVersion } from './to-record'

export function history(core: Core, id: string): Promise<RecordVersion[]> {
  return guarded(core, 'history', () =>
    withPresentRecord(core, id, ({ space, key }) => {
      const verdict = core.projection.verdict(space, key)
      return [
        ...verdict.history().map(version => toRecordVersion(space, version, 'superseded')),
        ...verdict.heads.map(version => toRecordVersion(space, version, 'current')),
        ...verdict.held.map(({ version, reason }) => toRecordVersion(space, version, reason)),
        ...verdict.ignored.map(({ entry, reason }) =>
          toRecordVersion(space, readVersion(entry, core.projection.context(space)), 'ignored', reason),
        ),
      ]
    }),
  )
}
