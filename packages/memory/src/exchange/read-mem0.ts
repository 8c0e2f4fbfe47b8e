import * as v from 'valibot'
import { name } from '../input/input'
import { inTurns, type Pause, type Scope } from '../model'
import { isPlainObject, jsonFault } from '../model/json'
import type { ForeignMemories, ForeignMemory, Skipped } from './foreign-memory'

/**
 * The memories of a Mem0 export: a JSON list, or `{ results }` or `{ memories }` with one. Text in `memory` or `text`; when it
 * was made becomes `validFrom`; whose it was there becomes its scope, so that one user's is not shown to another; the ids it had
 * there, and its own metadata, become metadata.
 */
export async function readMem0(text: string, pause: Pause): Promise<ForeignMemories> {
  const value: unknown = JSON.parse(text)
  const list = Array.isArray(value) ? value : isPlainObject(value) ? (value.results ?? value.memories) : undefined
  if (!Array.isArray(list)) throw new SyntaxError('no list of memories')
  const memories: ForeignMemory[] = []
  const skipped: Skipped[] = []
  await inTurns(list.entries(), pause, ([at, item]) => {
    const content: unknown = isPlainObject(item) ? (item.memory ?? item.text) : undefined
    const fault = faultOf(item, content)
    if (fault) skipped.push({ at, reason: fault })
    else memories.push({ content: content as string, options: optionsOf(item) })
  })
  return { memories, skipped }
}

const scopeNames = { user: 'user_id', agent: 'agent_id', run: 'run_id', app: 'app_id' } as const

/** A name that is none is no reason to show the memory to everybody. */
function faultOf(item: unknown, content: unknown): string | undefined {
  if (typeof content !== 'string' || content.trim() === '') return 'no text'
  const odd = Object.values(scopeNames).find(field => {
    const value = (item as Record<string, unknown>)[field]
    return value !== undefined && value !== null && !v.is(name, value)
  })
  return odd && `${odd} is no name of 1 to 256 bytes`
}

function scopeOf(item: Record<string, unknown>): Scope {
  const given = Object.entries(scopeNames).flatMap(([part, field]) => {
    const value = v.safeParse(name, item[field])
    return value.success ? [[part, value.output]] : []
  })
  return Object.fromEntries(given)
}

function optionsOf(item: Record<string, unknown>): ForeignMemory['options'] {
  const made = item.created_at ?? item.createdAt
  const time = typeof made === 'string' ? isoIn(made) : undefined
  const ids = Object.entries(item).filter(([name, value]) => /_?id$/i.test(name) && typeof value === 'string')
  const own = isPlainObject(item.metadata) && jsonFault(item.metadata, '') === undefined ? item.metadata : {}
  const categories = Array.isArray(item.categories) ? item.categories.filter(each => typeof each === 'string') : []
  return {
    kind: 'semantic',
    scope: scopeOf(item),
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
