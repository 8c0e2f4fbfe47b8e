import type { Core } from '../core'
import { guarded } from '../guarded'
import { readVersion, type Version } from '../model/version'
import { shownVersion } from '../policy/shown-version'
import { isCompacted } from '../reading/compacted'
import type { KeyPlace } from '../reading/key-place'
import { withPresentRecord } from '../reading/locate-present'
import type { RecordVersion } from '../reading/record'
import { recordIdOf } from '../reading/record-id'
import { toCompactedVersion, toRecordVersion } from '../reading/to-record-version'
import type { Space } from '../space/space'
import { placeBefore } from './place-before'

export function history(core: Core, id: string): Promise<RecordVersion[]> {
  return guarded(core, 'history', () =>
    withPresentRecord(core, id, place => {
      const places: KeyPlace[] = [place]
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
      const id = recordIdOf(space, dot)
      lines.set(id, toCompactedVersion(id, space.authorOf(dot.client), time.ms))
    }
  }
  return [...lines.values()]
}

function versionsAt(core: Core, { space, key }: KeyPlace): RecordVersion[] {
  const verdict = core.projection.verdict(space, key)
  const shown = (version: Version, state: RecordVersion['state'], reason?: string): RecordVersion[] => {
    const given = shownVersion(core, space, verdict, version)
    if (given === 'hidden') return []
    const whole = toRecordVersion(space, version, state, reason)
    if (given === 'whole') return [whole]
    const { value: _, ...others } = whole
    return [Object.freeze({ ...others, content: given.content })]
  }
  return [
    ...compactedParents(core, space, key),
    ...verdict.history().flatMap(version => shown(version, 'superseded')),
    ...verdict.heads.flatMap(version => shown(version, 'current')),
    ...verdict.held.flatMap(({ version, reason }) => shown(version, reason)),
    ...verdict
      .ignored()
      .flatMap(({ entry, reason }) => shown(readVersion(entry, core.projection.context(space)), 'ignored', reason)),
  ]
}

function isSame(a: KeyPlace, b: KeyPlace): boolean {
  return a.space === b.space && a.key === b.key
}
