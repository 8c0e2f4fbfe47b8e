import { getTextAtPath } from '@langchain/langgraph-checkpoint'

/** Longer values are found by how they begin. */
const longest = 8_000

/**
 * What of a value is searched.
 *
 * @param index paths of it, as LangGraph's `put` takes them; all its texts when left out, nothing for false
 */
export function searchedText(value: Record<string, unknown>, index: false | readonly string[] | undefined): string {
  if (index === false) return ''
  const texts = index ? index.flatMap(path => getTextAtPath(value, path)) : textsOf(value)
  return texts.join(', ').slice(0, longest)
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)]
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, each]) => {
    const texts = textsOf(each)
    return Array.isArray(value) || texts.length === 0 ? texts : [`${name} ${texts.join(' ')}`]
  })
}
