import type { Indexed } from './indexed'

const tail = 120
const longest = 1_000

/**
 * What a record means, as text for an embedder: the end of what was said before it in the run, who says it, and what. An
 * answer alone ("Yes, two of them!") means little.
 */
export function passageOf(record: Indexed, before: Indexed | undefined): string {
  const context = before === undefined ? '' : `${before.text.slice(-tail)}\n`
  return `${context}${record.author}: ${record.text.slice(0, longest)}`
}
