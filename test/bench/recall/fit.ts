import { type Part, weights as shipped, type Weights } from '../../../packages/memory/src/recall'
import { recallOf } from './engines'
import { type Example, fitListwise } from './listwise'
import type { Conversation } from './locomo'
import { isScored, mean, scoresOf } from './measure'
import { chat, perturb } from './perturb'

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
const fitted = (Object.keys(shipped) as Part[]).filter(part => !kept.includes(part))

/** One question with everything the ranking saw of its candidates. */
interface Seen extends Example {
  readonly conversation: string
  readonly ids: readonly string[]
  readonly evidence: readonly (readonly string[])[]
}

/** With every weight 1 the parts of a score are the features themselves, and candidates do not depend on weights. */
const ones = Object.fromEntries(
  Object.keys(shipped).map(part => [part, part === 'repeated' || part === 'alike' ? 0 : 1]),
) as unknown as Weights

function look(conversations: readonly Conversation[]): Seen[] {
  return conversations.flatMap(({ id, turns, questions }) => {
    const recall = recallOf(turns, { weights: ones })
    return questions.filter(isScored).map(({ text, evidence }): Seen => {
      const hits = recall.search({ text, limit: 300 })
      const rows = new Float64Array(hits.length * fitted.length)
      for (const [row, { why }] of hits.entries()) {
        for (const { name, value } of why.parts) {
          const column = fitted.indexOf(name as Part)
          if (column >= 0) rows[row * fitted.length + column] = value
        }
      }
      const ids = hits.map(hit => hit.id)
      const wanted = new Set(evidence.flat())
      const relevant = ids.flatMap((each, row) => (wanted.has(each) ? [row] : []))
      return { conversation: id, ids, evidence, rows, height: hits.length, relevant }
    })
  })
}

function recallAt10(seen: readonly Seen[], weights: readonly number[]): { any: number; pieces: number } {
  const scores = seen.map(({ rows, height, ids, evidence }) => {
    const score = (row: number) =>
      weights.reduce((sum, weight, column) => sum + weight * rows[row * weights.length + column]!, 0)
    const ranked = Array.from({ length: height }, (_, row) => ({ row, score: score(row) }))
    ranked.sort((one, other) => other.score - one.score)
    return scoresOf(
      ranked.map(({ row }) => ids[row]!),
      evidence,
    )
  })
  return { any: mean(scores.map(each => each.recallAt10)), pieces: mean(scores.map(each => each.piecesAt10)) }
}

/**
 * Fits weights to labelled questions and says what they are worth on conversations they have not seen: fitted to these
 * conversations as they are, and to them as they are and as short messages, measured in each style.
 */
export function fitWeights(conversations: readonly Conversation[], json: boolean): void {
  if (conversations.length < 2)
    throw new Error('fitting needs two conversations at least, to measure one by the others')
  const styles = {
    plain: look(conversations),
    split: look(perturb(conversations, ['split'])),
    chat: look(perturb(conversations, chat)),
  }
  const trainings = { 'plain only': [styles.plain], 'plain, split, chat': Object.values(styles) }
  const table: Record<string, Record<string, string>> = {}
  const shown = (each: { any: number; pieces: number }) => `${each.any} (pieces ${each.pieces})`
  for (const [style, seen] of Object.entries(styles)) {
    table[style] = {
      'shipped weights': shown(
        recallAt10(
          seen,
          fitted.map(part => shipped[part]),
        ),
      ),
    }
  }
  const ids = conversations.map(({ id }) => id)
  for (const [training, sets] of Object.entries(trainings)) {
    const byHeldOut = new Map(
      ids.map(id => [
        id,
        fitListwise(
          sets.flat().filter(({ conversation }) => conversation !== id),
          fitted.length,
        ),
      ]),
    )
    for (const [style, seen] of Object.entries(styles)) {
      const each = ids.map(id =>
        recallAt10(
          seen.filter(({ conversation }) => conversation === id),
          byHeldOut.get(id)!,
        ),
      )
      const sizes = ids.map(id => seen.filter(({ conversation }) => conversation === id).length)
      const over = (key: 'any' | 'pieces') =>
        mean(each.map((value, at) => (value[key] * sizes[at]! * ids.length) / seen.length))
      table[style]![`fitted to ${training}, others' conversations`] = shown({
        any: over('any'),
        pieces: over('pieces'),
      })
    }
  }
  console.table(table)
  const all = fitListwise(Object.values(styles).flat(), fitted.length)
  const weights = Object.fromEntries(fitted.map((part, at) => [part, Number(all[at]!.toPrecision(2))]))
  process.stdout.write(`weights for createRecall({ weights }), from all conversations in all styles:\n`)
  process.stdout.write(
    json ? `${JSON.stringify({ recallAt10: table, weights })}\n` : `${JSON.stringify(weights, null, 2)}\n`,
  )
}
