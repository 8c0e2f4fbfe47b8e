import { type Part, weights as shipped, type Weights } from '../../../packages/memory/src/recall'
import { type Beside, searcherOf } from './engines'
import type { Example } from './listwise'
import type { Conversation } from './locomo'
import { isScored } from './measure'

/** Parts that agents set, that only some questions ask for, or that depend on what else is found: no columns. */
const kept: readonly Part[] = [
  'repeated',
  'crowded',
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
/** Parts that only an embedder gives. */
const ofMeaning: readonly Part[] = ['meaning', 'meaningAround']

/** The parts that are fitted: the columns of examples, in this order. */
export function fittedParts({ vectors }: Beside): Part[] {
  const all = Object.keys(shipped) as Part[]
  return all.filter(part => !kept.includes(part) && (vectors !== undefined || !ofMeaning.includes(part)))
}

/** With every weight 1 the parts of a score are the features themselves, and candidates do not depend on weights. */
const ones = Object.fromEntries(
  Object.keys(shipped).map(part => [part, part === 'repeated' || part === 'alike' ? 0 : 1]),
) as unknown as Weights
const candidates = 300

/** What the ranking sees of the candidates of each question. */
export function examplesOf({ turns, questions }: Conversation, beside: Beside): Example[] {
  const search = searcherOf(turns, beside, ones)
  const fitted = fittedParts(beside)
  return questions.filter(isScored).map(({ text, evidence }): Example => {
    const hits = search(text, candidates)
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
