import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { type Entry, readVersion, sameDot, type Verdict, type Version } from '../model'
import type { MemoryRecord } from '../reading/record'
import { stringToRecordId } from '../reading/record-id'
import type { Space } from '../space/space'

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

/** As `present`, for who needs the record alone, which costs half. @throws CommonplaceError as that */
export function presentRecord(core: Core, space: Space, key: string, id: string): MemoryRecord {
  const record = core.projection.record(space, key)
  if (record) return record
  throw unseen(core, core.projection.verdict(space, key), id)
}

function unseen({ identity }: Core, { state }: Verdict, id: string): CommonplaceError {
  return new CommonplaceError('unknown-record', `agent "${identity.agent}" asked for record ${id}, which is ${state}`, {
    hint: `memory.history('${id}') shows what became of it`,
  })
}
