import { isPlainObject, jsonFault } from '../model/json'
import type { ForeignMemories, ForeignMemory, Skipped } from './foreign-memory'

/**
 * The memories of a Mem0 export: a JSON list, or `{ results }` or `{ memories }` with one. Text in `memory` or `text`; when it
 * was made becomes `validFrom`; the ids it had there, and its own metadata, become metadata.
 */
export function readMem0(text: string): ForeignMemories {
  const value: unknown = JSON.parse(text)
  const list = Array.isArray(value) ? value : isPlainObject(value) ? (value.results ?? value.memories) : undefined
  if (!Array.isArray(list)) throw new SyntaxError('no list of memories')
  const memories: ForeignMemory[] = []
  const skipped: Skipped[] = []
  for (const [at, item] of list.entries()) {
    const content: unknown = isPlainObject(item) ? (item.memory ?? item.text) : undefined
    if (typeof content !== 'string' || content.trim() === '') skipped.push({ at, reason: 'no text' })
    else memories.push({ content, options: optionsOf(item as Record<string, unknown>) })
  }
  return { memories, skipped }
}

function optionsOf(item: Record<string, unknown>): ForeignMemory['options'] {
  const made = item.created_at ?? item.createdAt
  const time = typeof made === 'string' ? isoIn(made) : undefined
  const ids = Object.entries(item).filter(([name, value]) => /_?id$/i.test(name) && typeof value === 'string')
  const own = isPlainObject(item.metadata) && jsonFault(item.metadata, '') === undefined ? item.metadata : {}
  const categories = Array.isArray(item.categories) ? item.categories.filter(each => typeof each === 'string') : []
  return {
    kind: 'semantic',
    source: { type: 'import', name: 'mem0' },
    metadata: { ...own, mem0: Object.fromEntries(ids) },
    ...(categories.length > 0 && { tags: categories.slice(0, 64) }),
    ...(time !== undefined && { validFrom: time }),
  }
}

/** ISO 8601 with an offset, however many digits of a second it gives; undefined for anything else. */
function isoIn(written: string): string | undefined {
  const [whole] = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/.exec(written) ?? []
  return whole
}
