import type { Core } from '../core'
import { guarded } from '../guarded'
import { readVersion } from '../model/version'
import { isCompacted } from '../retention/horizon'
import type { Space } from '../space/space'
import { type Place, withPresentRecord } from './locate'
import { placeBefore } from './moved'
import type { RecordVersion } from './record'
import { recordIdToString } from './record-id'
import { toCompactedVersion, toRecordVersion } from './to-record'

export function history(core: Core, id: string): Promise<RecordVersion[]> {
  return guarded(core, 'history', () =>
    withPresentRecord(core, id, place => {
      const places = [place]
      for (
        let at = placeBefore(core, place);
        at && !places.some(each => isSame(each, at!));
        at = placeBefore(core, at)
      ) {
        places.unshift(at)
      }
      return places.flatMap(each => versionsAt(core, each))
    }),
  )
}

/** Versions that those kept name as their parents and that are not kept any more: no more than their names are known. */
function compactedParents(core: Core, space: Space, key: string): RecordVersion[] {
  const lines = new Map<string, RecordVersion>()
  for (const entry of space.index.entriesOf(key)) {
    const { time } = readVersion(entry, core.projection.context(space))
    for (const dot of entry.parents.filter(parent => isCompacted(core, space, parent))) {
      const id = recordIdToString({ space: space.name, segment: 0, dot })
      lines.set(id, toCompactedVersion(id, space.authorOf(dot.client), time.ms))
    }
  }
  return [...lines.values()]
}

function versionsAt(core: Core, { space, key }: Place): RecordVersion[] {
  const verdict = core.projection.verdict(space, key)
  return [
    ...compactedParents(core, space, key),
    ...verdict.history().map(version => toRecordVersion(space, version, 'superseded')),
    ...verdict.heads.map(version => toRecordVersion(space, version, 'current')),
    ...verdict.held.map(({ version, reason }) => toRecordVersion(space, version, reason)),
    ...verdict.ignored.map(({ entry, reason }) =>
      toRecordVersion(space, readVersion(entry, core.projection.context(space)), 'ignored', reason),
    ),
  ]
}

function isSame(a: Place, b: Place): boolean {
  return a.space === b.space && a.key === b.key
}
