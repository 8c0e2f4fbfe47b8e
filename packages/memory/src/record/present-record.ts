import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import type { Verdict } from '../model'
import type { MemoryRecord } from '../reading/record'
import type { Space } from '../space/space'

/** A record that can be seen. @throws CommonplaceError `unknown-record` when it is retracted, expired or unreadable */
export function presentRecord(core: Core, space: Space, key: string, id: string): MemoryRecord {
  const record = core.projection.record(space, key)
  if (record) return record
  throw unseen(core, core.projection.verdict(space, key), id)
}

/** What became of a record that cannot be seen. */
export function unseen({ identity }: Core, { state }: Verdict, id: string): CommonplaceError {
  return new CommonplaceError('unknown-record', `agent "${identity.agent}" asked for record ${id}, which is ${state}`, {
    hint: `memory.history('${id}') shows what became of it`,
  })
}
