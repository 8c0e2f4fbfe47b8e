import type { Conversation } from '../recall/locomo'
import { isScored, mean } from '../recall/measure'
import type { Store } from './store'

/** What a store answers. */
export interface StoreScores {
  readonly records: number
  /** Share of the turns that hold the answer whose text is among the first ten, over all answerable questions. */
  readonly recallAt10: number
  /** Share of the first ten that are no turn of the conversation, or one that stands above already. */
  readonly junkAt10: number
}

export async function measureStore({ memory, size }: Store, { turns, questions }: Conversation): Promise<StoreScores> {
  const texts = new Map(turns.map(turn => [turn.id, turn.text]))
  const real = new Set(texts.values())
  const recalls: number[] = []
  const junk: number[] = []
  for (const { text, evidence } of questions.filter(isScored)) {
    const hits = await memory.search(text, { limit: 10, scope: 'all' })
    const found = new Set(hits.map(({ record }) => record.content))
    recalls.push(evidence.filter(group => group.some(id => found.has(texts.get(id)!))).length / evidence.length)
    const useful = [...found].filter(content => real.has(content)).length
    junk.push(hits.length === 0 ? 0 : 1 - useful / hits.length)
  }
  return { records: size, recallAt10: mean(recalls), junkAt10: mean(junk) }
}
