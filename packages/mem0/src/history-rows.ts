import { CommonplaceError, type Memory, type RecordVersion } from '@commonplace/memory'

/** One change of a memory, as mem0's `history` has it; times in ISO 8601. */
export interface HistoryRow {
  readonly id: string
  readonly memory_id: string
  readonly previous_value: string | null
  readonly new_value: string | null
  readonly action: 'ADD' | 'UPDATE' | 'DELETE'
  readonly created_at: string
  readonly updated_at: string | null
  readonly is_deleted: 0 | 1
}

/** So many are told of. */
const most = 100
/** What an id that is none here gives. */
const unknown: ReadonlySet<string> = new Set(['invalid-input', 'unknown-record', 'unknown-space'])

/** What a reading gives, or nothing for an id that this memory does not hold. */
export async function ifKnown<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof CommonplaceError && unknown.has(error.code)) return undefined
    throw error
  }
}

/** The changes of a memory that this replica holds, newest first, those of other agents and what was deleted included. */
export async function historyRows(memory: Memory, id: string): Promise<HistoryRow[]> {
  const versions = ((await ifKnown(memory.history(id))) ?? []).filter(
    ({ state }) => state !== 'compacted' && state !== 'ignored',
  )
  const contents = new Map(versions.map(version => [version.id, version.content]))
  const created = versions[0]?.time.toISOString() ?? ''
  return versions
    .map(version => rowOf(version, { id, created, contents }))
    .reverse()
    .slice(0, most)
}

function rowOf(
  { id, content, time, parents }: RecordVersion,
  of: { id: string; created: string; contents: ReadonlyMap<string, string> },
): HistoryRow {
  const replaced = parents.flatMap(parent => of.contents.get(parent) ?? [])
  // A tombstone says nothing, and nothing else does.
  const isDeleted = content === ''
  const action = isDeleted ? 'DELETE' : parents.length === 0 ? 'ADD' : 'UPDATE'
  return {
    id,
    memory_id: of.id,
    previous_value: replaced[0] || null,
    new_value: isDeleted ? null : content,
    action,
    created_at: action === 'UPDATE' ? of.created : time.toISOString(),
    updated_at: action === 'UPDATE' ? time.toISOString() : null,
    is_deleted: isDeleted ? 1 : 0,
  }
}
