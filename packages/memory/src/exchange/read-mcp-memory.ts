import { inTurns, type Pause } from '../model'
import { isPlainObject } from '../model/json'
import type { ForeignMemories, ForeignMemory, Skipped } from './foreign-memory'

/**
 * The graph that the MCP memory server keeps in its file: JSON lines, `{ type: 'entity', name, entityType, observations }` and
 * `{ type: 'relation', from, to, relationType }`. Each observation becomes a record about its entity, each relation a relation.
 */
export async function readMcpMemory(text: string, pause: Pause): Promise<ForeignMemories> {
  const memories: ForeignMemory[] = []
  const skipped: Skipped[] = []
  await inTurns(text.split('\n').entries(), pause, ([index, line]) => {
    if (line.trim() === '') return
    const found = memoriesIn(line)
    if (typeof found === 'string') skipped.push({ at: index + 1, reason: found })
    else memories.push(...found)
  })
  return { memories, skipped }
}

function memoriesIn(line: string): ForeignMemory[] | string {
  let item: unknown
  try {
    item = JSON.parse(line)
  } catch {
    return 'no JSON'
  }
  if (!isPlainObject(item)) return 'no object'
  const options = { kind: 'semantic', source: { type: 'import', name: 'mcp-memory' } } as const
  const { type, name, entityType, observations, from, to, relationType } = item
  if (type === 'relation' && isText(from) && isText(to) && isText(relationType)) {
    const relation = { subject: from, predicate: relationType, object: to }
    return [{ content: `${from} ${relationType} ${to}`, options, relation }]
  }
  if (type !== 'entity' || !isText(name)) return 'neither an entity nor a relation'
  const said = Array.isArray(observations) ? observations.filter(isText) : []
  const about = { ...options, tags: [name, ...(isText(entityType) ? [entityType] : [])], title: name }
  return (said.length > 0 ? said : [isText(entityType) ? entityType : name]).map(content => ({
    content,
    options: about,
  }))
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== ''
}
