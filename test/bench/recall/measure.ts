import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { timingOf } from '../search/timing'
import type { Ask } from './engines'
import type { Category, Conversation, Turn } from './locomo'

/** Means over questions. */
export interface Scores {
  readonly n: number
  /** Share of the turns that hold the answer among the first k; one that was cut is found by any of its pieces. */
  readonly recallAt5: number
  readonly recallAt10: number
  readonly recallAt20: number
  /** Share of the pieces among the first 10; the same as `recallAt10` where nothing was cut. */
  readonly piecesAt10: number
  /** Share of the pieces that say most of the answer, one a turn, among the first 10. */
  readonly answersAt10: number
  /** Reciprocal rank of the first of them within 50. */
  readonly mrr: number
  readonly ndcgAt10: number
}

/** What one question got. */
export interface Outcome extends Scores {
  readonly conversation: string
  readonly category: Category
  readonly tokens: number
  readonly tokensFull: number
  readonly ms: number
  /** With `limit: 'auto'`: how many hits, and what they hold. */
  readonly autoPlaces: number
  readonly autoRecall: number
}

const depth = 50

export function measure(conversation: Conversation, ask: Ask): Outcome[] {
  const tokens = new Map(conversation.turns.map(turn => [turn.id, countTokens(toText(turn))]))
  const tokensFull = [...tokens.values()].reduce((sum, count) => sum + count, 0)
  return conversation.questions.map(({ text, category, evidence }) => {
    const ids = ask(text, depth)
    const start = performance.now()
    const ten = ask(text, 10)
    const ms = performance.now() - start
    const auto = ask(text, 'auto')
    const sum = ten.reduce((total, id) => total + tokens.get(id)!, 0)
    return {
      ...scoresOf(ids, evidence),
      conversation: conversation.id,
      category,
      tokens: sum,
      tokensFull,
      ms,
      autoPlaces: auto.length,
      autoRecall: share(auto, evidence, auto.length),
    }
  })
}

function toText({ speaker, text }: Turn): string {
  return `${speaker}: ${text}\n`
}

/** @param ids best first */
export function scoresOf(ids: readonly string[], evidence: readonly (readonly string[])[]): Scores {
  const ranks = evidence.flatMap(group => {
    const found = group.map(id => ids.indexOf(id)).filter(rank => rank >= 0)
    return found.length === 0 ? [] : [Math.min(...found)]
  })
  const gain = (rank: number) => 1 / Math.log2(rank + 2)
  const ideal = evidence.slice(0, 10).reduce((sum, _, at) => sum + gain(at), 0)
  return {
    n: 1,
    recallAt5: share(ids, evidence, 5),
    recallAt10: share(ids, evidence, 10),
    recallAt20: share(ids, evidence, 20),
    piecesAt10: share(
      ids,
      evidence.flat().map(id => [id]),
      10,
    ),
    answersAt10: share(
      ids,
      evidence.map(([first]) => [first!]),
      10,
    ),
    mrr: ranks.length === 0 ? 0 : 1 / (1 + Math.min(...ranks)),
    ndcgAt10: ranks.filter(rank => rank < 10).reduce((sum, rank) => sum + gain(rank), 0) / ideal,
  }
}

function share(ids: readonly string[], evidence: readonly (readonly string[])[], k: number): number {
  const first = new Set(ids.slice(0, k))
  return evidence.filter(group => group.some(id => first.has(id))).length / evidence.length
}

const scoreNames = ['recallAt5', 'recallAt10', 'recallAt20', 'piecesAt10', 'answersAt10', 'mrr', 'ndcgAt10'] as const

function meanScores(outcomes: readonly Outcome[]): Scores {
  const means = scoreNames.map(name => [name, mean(outcomes.map(outcome => outcome[name]))])
  return { n: outcomes.length, ...Object.fromEntries(means) } as Scores
}

export function mean(values: readonly number[]): number {
  return Number((values.reduce((sum, value) => sum + value, 0) / (values.length || 1)).toFixed(4))
}

/** The categories that answers can be found for, in the literature's count. */
export const isScored = ({ category }: { category: Category }): boolean => category !== 'adversarial'

/** What `--json` prints of one engine. */
export function summaryOf(outcomes: readonly Outcome[]) {
  const scored = outcomes.filter(isScored)
  const by = (key: 'category' | 'conversation', from: readonly Outcome[]) =>
    Object.fromEntries(
      [...new Set(from.map(outcome => outcome[key]))].map(value => [
        value,
        meanScores(from.filter(outcome => outcome[key] === value)),
      ]),
    )
  return {
    ...meanScores(scored),
    byCategory: by('category', outcomes),
    byConversation: by('conversation', scored),
    auto: autoOf(scored),
    autoMultiHop: autoOf(scored.filter(outcome => outcome.category === 'multi-hop')),
    tokensPerQuery: mean(scored.map(outcome => outcome.tokens)),
    tokensFull: mean(scored.map(outcome => outcome.tokensFull)),
    ...timingOf(scored.map(outcome => outcome.ms)),
  }
}

function autoOf(outcomes: readonly Outcome[]) {
  return {
    places: mean(outcomes.map(outcome => outcome.autoPlaces)),
    recall: mean(outcomes.map(outcome => outcome.autoRecall)),
  }
}
