import type { Memory, MemoryRecord } from '@commonplace/memory'
import { type EntityIds, entityNames, withoutIdentity } from './entities'
import { ifKnown } from './history-rows'

/** A memory as mem0 gives it; times in ISO 8601. */
export interface MemoryItem extends EntityIds {
  id: string
  memory: string
  createdAt?: string
  /** Absent where it was never changed. */
  updatedAt?: string
  /** Of what a search found: its share of the best one's score, 0 to 1. */
  score?: number
  /** With `explain`: the parts of the score before that, largest first, and the words of the question that it holds. */
  score_details?: { parts: { name: string; value: number }[]; words: string[] }
  // biome-ignore lint/suspicious/noExplicitAny: as mem0 declares it, so that its programs compile
  metadata?: Record<string, any>
}

/** What a record of any agent is in mem0's shape. What was imported is as old as it was there. */
export async function toItem(memory: Memory, record: MemoryRecord): Promise<MemoryItem> {
  const { id, content, scope, time, versions, validFrom, source } = record
  const first =
    versions > 1 ? (await ifKnown(memory.history(id)))?.find(({ state }) => state !== 'compacted') : undefined
  const created = source?.type === 'import' && validFrom ? validFrom : (first?.time ?? time)
  const ids = entityNames.flatMap(([name, , part]) => (scope[part] === undefined ? [] : [[name, scope[part]]]))
  return {
    id,
    memory: content,
    createdAt: created.toISOString(),
    ...(versions > 1 && { updatedAt: time.toISOString() }),
    metadata: structuredClone(withoutIdentity(record.metadata)),
    ...(Object.fromEntries(ids) as EntityIds),
  }
}
