import type { Part, Weights } from '../../../packages/memory/src/recall'
import { type Beside, searcherOf } from './engines'
import type { Conversation } from './locomo'
import { isScored, mean, scoresOf } from './measure'

/** What is tried, one part after the other. */
const tried = [
  ['repeated', [-0.4, -0.2, -0.6]],
  ['crowded', [-0.25, 0, -0.5]],
] as const satisfies readonly (readonly [Part, readonly number[]])[]

/**
 * Weights with those parts that depend on what else is found, for which there is no gradient: of a few values of each the one
 * under which most is found, by any piece of a turn that was cut, by the one that says most, and of all pieces.
 */
export function fitRoom(
  conversations: readonly Conversation[],
  beside: Beside,
  weights: Partial<Weights>,
): Partial<Weights> {
  let best = weights
  for (const [part, values] of tried) {
    let most = -1
    const before = best
    for (const value of values) {
      const changed = { ...before, [part]: value }
      const found = foundBy(conversations, beside, changed)
      if (found <= most) continue
      most = found
      best = changed
    }
  }
  return best
}

function foundBy(conversations: readonly Conversation[], beside: Beside, weights: Partial<Weights>): number {
  const shares = conversations.flatMap(({ turns, questions }) => {
    const search = searcherOf(turns, beside, weights)
    return questions.filter(isScored).flatMap(({ text, evidence }) => {
      const ids = search(text, 10).map(({ id }) => id)
      const { recallAt10, answersAt10, piecesAt10 } = scoresOf(ids, evidence)
      return [recallAt10, answersAt10, piecesAt10]
    })
  })
  return mean(shares)
}
