import type { MemoryRecord } from '../reading/record'

/** One thing said of two entities. */
export interface Relation {
  readonly subject: string
  readonly predicate: string
  readonly object: string
}

const capitalised = /(?<![\p{L}\p{N}])(?:\p{Lu}[\p{L}\p{N}'’-]*)(?: (?:\p{Lu}[\p{L}\p{N}'’-]*))*/gu
const dated = /\b\d{4}-\d{2}-\d{2}\b/g
const numbered = /\p{L}{3,} #?\d[\d.,]*\d?|#\d+|\p{Lu}+-\d[\d-]*/gu
const sentenceStart = /(?:^|[.!?:;]\s+|\n\s*)$/u
/** Words of the longest phrase that is taken for a name. */
const longestName = 5

/** How an entity is told from others: without case, and with one space between words. */
export function entityKey(name: string): string {
  return name.normalize('NFC').toLowerCase().replaceAll(/\s+/gu, ' ').trim()
}

/** What a relation says in words. */
export function statementOf({ subject, predicate, object }: Relation): string {
  return `${subject} ${predicate} ${object}`
}

/** The relation that a record states, if `graph.relate` wrote it, and what it says has not been changed since. */
export function relationOf({ metadata, content }: Pick<MemoryRecord, 'metadata' | 'content'>): Relation | undefined {
  const stated = metadata?.relation as Partial<Relation> | undefined
  if (typeof stated !== 'object' || stated === null) return undefined
  const { subject, predicate, object } = stated
  const isNamed = [subject, predicate, object].every(each => typeof each === 'string' && each !== '')
  return isNamed && statementOf(stated as Relation) === content ? (stated as Relation) : undefined
}

/** What a record says beside its words, without a relation that these words do not state. */
export function metadataStating(content: string, metadata: Readonly<Record<string, unknown>>): Record<string, unknown> {
  if (relationOf({ metadata, content }) !== undefined) return { ...metadata }
  const { relation: _, ...rest } = metadata
  return rest
}

/**
 * What a record speaks of, without a model: what its relation joins, its tags, the parts of its key, and in its text names
 * and capitalised phrases, dates, and numbered things such as `order 42`. A single capitalised word that opens a sentence
 * is a name only if it stands so elsewhere too; a phrase that does is one with and without its first word.
 *
 * @returns as `entityKey` writes them, each once; false for what is none unless something else names it
 */
export function entitiesOf(
  record: Pick<MemoryRecord, 'content' | 'tags' | 'key' | 'metadata'>,
): ReadonlyMap<string, boolean> {
  const relation = relationOf(record)
  const given = [
    ...(relation ? [relation.subject, relation.object] : []),
    ...record.tags,
    ...(record.key?.split('/').slice(0, -1) ?? []),
  ]
  const { named, opening } = entitiesIn(record.content)
  const found = new Map(opening.map(each => [entityKey(each), false]))
  for (const each of [...given, ...named]) found.set(entityKey(each), true)
  found.delete('')
  return found
}

/** The names, dates and numbered things in a text, and single words that open its sentences, as they are written. */
export function entitiesIn(text: string): { readonly named: string[]; readonly opening: string[] } {
  const names: string[] = []
  const opening: string[] = []
  for (const { 0: phrase, index } of text.matchAll(capitalised)) {
    const words = phrase.split(' ')
    if (words.length > longestName || phrase === 'I') continue
    if (!sentenceStart.test(text.slice(0, index))) names.push(phrase)
    else if (words.length === 1) opening.push(phrase)
    else names.push(phrase, words.slice(1).join(' '))
  }
  const rest = [dated, numbered].flatMap(pattern => [...text.matchAll(pattern)].map(([found]) => found))
  return { named: [...names.map(withoutGenitive), ...rest], opening: opening.map(withoutGenitive) }
}

function withoutGenitive(name: string): string {
  return name.replace(/['’]s$/u, '')
}
