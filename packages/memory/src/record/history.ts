import type { Core } from '../core'
import { guarded } from '../guarded'
import { inTurns } from '../model'
import { inCausalOrder } from '../model/history'
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
    withPresentRecord(core, id, async place => {
      const places: KeyPlace[] = []
      for (let at: KeyPlace | undefined = place; at && !isAmong(places, at); at = placeBefore(core, at))
        places.unshift(at)
      const versions = await Promise.all(places.map(each => versionsAt(core, each)))
      return versions.flat()
    }),
  )
}

/** Versions that those kept name as their parents and that are not kept any more: no more than their names are known. */
async function compactedParents(core: Core, space: Space, key: string): Promise<RecordVersion[]> {
  const lines = new Map<string, RecordVersion>()
  await inTurns([...space.index.entriesOf(key)], core.pause, entry => {
    for (const dot of entry.parents.filter(parent => isCompacted(core, space, parent))) {
      const id = recordIdOf(space, dot)
      const { time } = readVersion(entry, core.projection.context(space))
      lines.set(id, toCompactedVersion(id, space.authorOf(dot.client), time.ms))
    }
  })
  return [...lines.values()]
}

async function versionsAt(core: Core, { space, key }: KeyPlace): Promise<RecordVersion[]> {
  const verdict = core.projection.verdict(space, key)
  const context = core.projection.context(space)
  // All as of now: what is read in turns may change between them.
  const { entries, ancestry } = verdict.replaced()
  const ignored = verdict.ignored()
  const versions = await compactedParents(core, space, key)
  const replaced = new Map<number, Version>()
  await inTurns(entries, core.pause, ([at, entry]) => replaced.set(at, readVersion(entry, context)))
  const all: { readonly version: Version; readonly state: RecordVersion['state']; readonly reason?: string }[] = [
    ...inCausalOrder(replaced, ancestry).map(version => ({ version, state: 'superseded' as const })),
    ...verdict.heads.map(version => ({ version, state: 'current' as const })),
    ...verdict.held.map(({ version, reason }) => ({ version, state: reason })),
    ...ignored.map(({ entry, reason }) => ({
      version: readVersion(entry, context),
      state: 'ignored' as const,
      reason,
    })),
  ]
  await inTurns(all, core.pause, ({ version, state, reason }) => {
    const given = shownVersion(core, space, verdict, version)
    if (given === 'hidden') return
    const whole = toRecordVersion(space, version, state, reason)
    const { value: _, ...others } = whole
    versions.push(given === 'whole' ? whole : Object.freeze({ ...others, content: given.content }))
  })
  return versions
}

const isAmong = (places: readonly KeyPlace[], { space, key }: KeyPlace) =>
  places.some(each => each.space === space && each.key === key)
