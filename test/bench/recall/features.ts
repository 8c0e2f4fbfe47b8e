import { type Part, weights as shipped, type Weights } from '../../../packages/memory/src/recall'
import { recallOf } from './engines'
import type { Example } from './listwise'
import type { Conversation } from './locomo'
import { isScored } from './measure'

/** Parts that agents set, or that depend on the order of the others: they keep their weights. */
const kept: readonly Part[] = [
  'meaning',
  'meaningAround',
  'repeated',
  'alike',
  'recency',
  'tagged',
  'pinned',
  'confidence',
  'importance',
  'status',
  'kind',
  'decay',
]
/** The parts that are fitted: the columns of examples, in this order. */
export const fitted = (Object.keys(shipped) as Part[]).filter(part => !kept.includes(part))

/** With every weight 1 the parts of a score are the features themselves, and candidates do not depend on weights. */
const ones = Object.fromEntries(
  Object.keys(shipped).map(part => [part, part === 'repeated' || part === 'alike' ? 0 : 1]),
) as unknown as Weights
const candidates = 300

/** What the ranking sees of the candidates of each question. */
export function examplesOf({ turns, questions }: Conversation): Example[] {
  const recall = recallOf(turns, { weights: ones })
  return questions.filter(isScored).map(({ text, evidence }): Example => {
    const hits = recall.search({ text, limit: candidates })
    const rows = new Float64Array(hits.length * fitted.length)
    for (const [row, { why }] of hits.entries()) {
      for (const { name, value } of why.parts) {
        const column = fitted.indexOf(name as Part)
        if (column >= 0) rows[row * fitted.length + column] = value
      }
    }
    // Not every piece of a turn that was cut answers: fitted to all of them, weights seek neighbours of what was asked for.
    const wanted = new Set(evidence.map(([first]) => first))
    return { rows, height: hits.length, relevant: hits.flatMap(({ id }, row) => (wanted.has(id) ? [row] : [])) }
  })
}

/** Fitted columns as weights by part. */
export function weightsOf(columns: readonly number[]): Partial<Weights> {
  return Object.fromEntries(fitted.map((part, at) => [part, columns[at]!]))
}
