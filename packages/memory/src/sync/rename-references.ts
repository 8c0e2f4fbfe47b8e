import { type Dot, dotToString } from '../model'

const reference = /^(.+\.0\.)([0-9a-z]+\.\d+)$/su

/**
 * A payload whose references follow entries to their new dots. Only this replica's own later writes can name what no relay has
 * taken yet, so with that no reference to an old dot is left anywhere.
 *
 * @param moved dot as text → the new one
 */
export function renameReferences(payload: string, moved: ReadonlyMap<string, Dot>): string {
  if (![...moved.keys()].some(old => payload.includes(`.0.${old}`))) return payload
  try {
    return JSON.stringify(
      JSON.parse(payload, (_, value) => (typeof value === 'string' ? renamed(value, moved) : value)),
    )
  } catch {
    // It is no JSON: then nobody reads references in it.
    return payload
  }
}

function renamed(text: string, moved: ReadonlyMap<string, Dot>): string {
  const [, place, dot] = reference.exec(text) ?? []
  const next = dot === undefined ? undefined : moved.get(dot)
  return next === undefined ? text : `${place}${dotToString(next)}`
}
