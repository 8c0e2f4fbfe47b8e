import type { Core } from '../core'
import { type Entry, readVersion, sameDot, type Version } from '../model'
import type { MemoryRecord } from '../reading/record'
import { stringToRecordId } from '../reading/record-id'
import type { Space } from '../space/space'
import { unseen } from './present-record'

/** A record that can be seen, with the judgement it comes from and the version that is shown. */
export interface Present {
  readonly record: MemoryRecord
  readonly shown: Version
  /** What a new version of it takes the place of: what stands, what is shown, and what this agent said that is held back. */
  readonly replaced: readonly Entry[]
}

/** @throws CommonplaceError `unknown-record` when it is retracted, expired or unreadable */
export function present(core: Core, space: Space, key: string, id: string): Present {
  const verdict = core.projection.verdict(space, key)
  const record = core.projection.record(space, key)
  const entry = record && space.index.get(stringToRecordId(record.version)!.dot)
  if (record && entry) {
    const own = verdict.held.filter(
      ({ version }) => version.author?.agent === core.identity.agent || sameDot(version.entry.dot, entry.dot),
    )
    const replaced = [...verdict.heads, ...own.map(({ version }) => version)].map(version => version.entry)
    return { record, shown: readVersion(entry, core.projection.context(space)), replaced }
  }
  throw unseen(core, verdict, id)
}
