import { entitiesIn, entityKey } from './entities'
import type { EntityGraph } from './entity-graph'
import { type Around, around } from './neighbours'

/** So many other entities a question is asked about at most. */
const most = 4

/**
 * The questions that a question leads to by way of relations: each asks the same about an entity that is related to one it
 * names, in at most so many steps. None where it names no entity, or nothing relates that to others.
 */
export async function expandQuestion(
  graph: EntityGraph,
  question: string,
  { hops, admitted, pause }: Pick<Around, 'hops' | 'admitted' | 'pause'>,
): Promise<string[]> {
  const named = entitiesNamed(graph, question)
  const led: { readonly entity: string; readonly other: string }[] = []
  for (const entity of named) {
    if (led.length >= most) break
    const limit = most + named.length
    for (const { entity: other } of await around(graph, entity, { hops, limit, admitted, pause, isStated: true }))
      if (!named.includes(other)) led.push({ entity, other })
  }
  return led.slice(0, most).map(({ entity, other }) => `${other} ${without(question, entity)}`)
}

/** The entities of the graph that a question names, however it writes them. */
function entitiesNamed(graph: EntityGraph, question: string): string[] {
  const words = entityKey(question.replaceAll(/['’]s\b|[^\p{L}\p{N}\s-]/gu, ' ')).split(' ')
  const named = new Set(
    entitiesIn(question)
      .named.map(entityKey)
      .filter(each => graph.has(each)),
  )
  for (let length = 3; length > 0; length--) {
    for (let at = 0; at + length <= words.length; at++) {
      const phrase = words.slice(at, at + length).join(' ')
      if (graph.has(phrase)) named.add(phrase)
    }
  }
  return [...named]
}

function without(question: string, entity: string): string {
  const words = new Set(entity.split(' '))
  return question
    .split(/\s+/)
    .filter(word => !words.has(entityKey(word.replaceAll(/['’]s\b|[^\p{L}\p{N}-]/gu, ''))))
    .join(' ')
}
