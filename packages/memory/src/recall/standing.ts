import type { Indexed } from './indexed'
import type { Part } from './parts'
import type { Question } from './question'

const statusValues = new Map([
  ['verified', 1],
  ['proposed', -0.5],
  ['refuted', -1],
])

/** What agents have said about a record, as far as it tells which of two is to be read first. */
export function standingOf(
  record: Indexed,
  { tokens, tokenize }: Question,
  set: (part: Part, value: number) => void,
): void {
  if (record.pinned) set('pinned', 1)
  if (record.confidence !== undefined) set('confidence', 2 * record.confidence - 1)
  if (record.importance !== undefined) set('importance', 2 * record.importance - 1)
  const status = record.status === undefined ? undefined : statusValues.get(record.status)
  if (status !== undefined) set('status', status)
  const isMeant = (tag: string) => {
    const words = tokenize(tag)
    return words.length > 0 && words.every(word => tokens.has(word))
  }
  if (record.tags.some(isMeant)) set('tagged', 1)
}
