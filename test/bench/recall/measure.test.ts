import { expect, test } from 'vitest'
import type { Conversation } from './locomo'
import { scoresOf } from './measure'
import { perturb, perturbations } from './styles/perturb'

test('recall is the share of turns found, a cut one by any of its pieces; pieces count each', () => {
  const evidence = [['a/0', 'a/1'], ['b'], ['c']]
  const scores = scoresOf(['x', 'a/1', 'b', ...Array.from({ length: 20 }, (_, at) => `y${at}`)], evidence)
  expect(scores.recallAt5).toBeCloseTo(2 / 3)
  expect(scores.piecesAt10).toBeCloseTo(2 / 4)
  expect(scores.mrr).toBe(1 / 2)
  const gain = (rank: number) => 1 / Math.log2(rank + 1)
  expect(scores.ndcgAt10).toBeCloseTo((gain(2) + gain(3)) / (gain(1) + gain(2) + gain(3)))
})

const conversation: Conversation = {
  id: 'one',
  turns: Array.from({ length: 12 }, (_, at) => ({
    id: `D${at}`,
    speaker: at % 2 === 0 ? 'Ada' : 'Mel',
    text: `Hello there, this is message number ${at} about the harbour, and it goes on for a while.`,
    session: 1 + Math.floor(at / 6),
    time: at * 30_000,
  })),
  questions: ['Which harbour did Ada see?', 'When did Ada like the harbour?'].map(text => ({
    text,
    category: 'single-hop',
    answer: '',
    evidence: [['D3'], ['D7']],
  })),
}

test('every perturbation keeps what is said by whom, and the evidence leads to it', () => {
  for (const name of Object.keys(perturbations) as (keyof typeof perturbations)[]) {
    const [changed] = perturb([conversation], [name])
    const texts = new Map(changed!.turns.map(turn => [turn.id, turn.text]))
    for (const [at, id] of ['D3', 'D7'].entries()) {
      const group = changed!.questions[0]!.evidence[at]!
      const text = group.map(each => texts.get(each)).join(' ')
      expect(text.replace(/[^\d]/g, ''), name).toBe(id.slice(1))
    }
  }
})

test('of the pieces of a turn the one that says the answer comes first', () => {
  const asked = { ...conversation.questions[0]!, answer: 'it goes on for a while' }
  const [changed] = perturb([{ ...conversation, questions: [asked] }], ['split'])
  const texts = new Map(changed!.turns.map(turn => [turn.id, turn.text]))
  for (const [first] of changed!.questions[0]!.evidence) expect(texts.get(first!)).toContain('while')
})

test('split cuts every turn in two or three, the same in every run', () => {
  const [changed] = perturb([conversation], ['split'])
  expect(changed!.turns.length).toBeGreaterThanOrEqual(24)
  expect(changed!.turns.length).toBeLessThanOrEqual(36)
  expect(perturb([conversation], ['split'])).toEqual([changed])
})
