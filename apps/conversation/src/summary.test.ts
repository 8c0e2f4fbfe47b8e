import { expect, test } from 'vitest'
import type { Outcome } from './outcome'
import { isSound, recallOf, summarise } from './summary'

const outcome: Outcome = {
  conversation: 'x',
  agents: 3,
  records: 10,
  notes: 2,
  offline: 1,
  lost: 0,
  hashes: ['h', 'h', 'h'],
  propagationMs: [1, 2, 3, 40],
  searchMs: [5, 6.126],
  recalls: [
    { category: 4, recall: 1 },
    { category: 1, recall: 0.5 },
    { category: 5, recall: 0 },
  ],
}
const clean = { leaked: new Set<string>(), places: [], atHome: 2, notes: 2 }

test('conversations add up, each question counts the same, adversarial ones are apart', () => {
  expect(summarise([outcome, { ...outcome, recalls: [{ category: 2, recall: 0 }] }], clean)).toEqual({
    agents: 6,
    records: 20,
    offline: 2,
    lost: 0,
    converged: true,
    leaked: 0,
    recallAt10: 0.5,
    searchP95Ms: 6.13,
    propagationP50Ms: 2,
    propagationP99Ms: 40,
  })
  expect(recallOf([outcome], [5])).toEqual({ recall: 0, questions: 1 })
})

test('one replica that differs, one lost record or one leak makes a run unsound', () => {
  expect(isSound(summarise([outcome], clean))).toBe(true)
  expect(isSound(summarise([outcome, { ...outcome, hashes: ['h', 'i', 'h'] }], clean))).toBe(false)
  expect(isSound(summarise([{ ...outcome, lost: 1 }], clean))).toBe(false)
  expect(isSound(summarise([outcome], { ...clean, leaked: new Set(['word']) }))).toBe(false)
})

test('conversations may differ from each other: only replicas of one are compared', () => {
  expect(summarise([outcome, { ...outcome, hashes: ['i', 'i', 'i'] }], clean).converged).toBe(true)
})
