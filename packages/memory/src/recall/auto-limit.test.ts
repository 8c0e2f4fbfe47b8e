import { expect, test } from 'vitest'
import { autoLimit } from './auto-limit'
import type { Indexed } from './indexed'
import { createRecall } from './recall'
import { auto } from './weights'

/** A hundred hits, of which so many score as the best does. */
const hits = (alike: number, length = 12) =>
  Array.from({ length: 100 }, (_, at) => ({ score: at < alike ? 0 : -auto.within - 1, length }))

test('as many hits are handed over as may answer beside the best one: the score tells, within bounds', () => {
  expect(autoLimit(false, hits(13))).toBe(13)
  expect(autoLimit(false, hits(1))).toBe(auto.other)
  expect(autoLimit(false, hits(100))).toBe(auto.most)
  expect(autoLimit(false, [])).toBe(0)
})

test('a question that asks for several things gets more places at least, short hits leave room for more', () => {
  expect(autoLimit(true, hits(1))).toBe(auto.list)
  expect(autoLimit(true, hits(13))).toBe(13)
  expect(autoLimit(false, hits(1, 2))).toBe(auto.other * auto.short)
  expect(autoLimit(true, hits(2).slice(0, 2))).toBe(2)
})

test.each([
  ['What hobbies does Ada pursue?', auto.list],
  ['Which LGBTQ+ events did Ada go to?', auto.list],
  ['How many boats does Ada have?', auto.list],
  ['Where has Ada camped?', auto.list],
  ['What do Ada and Mel both like?', auto.list],
  ['What is the address of the boat house?', auto.other],
  ['When was the boat race?', auto.other],
  ['What does Ada think of the boat?', auto.other],
])("limit 'auto' for: %s", (text, places) => {
  const recall = createRecall({ weights: { pinned: 10 } })
  for (let at = 0; at < 40; at++) {
    const words = 'Ada boat house hobbies events camped address race like think pursue water harbour'
    const record: Indexed = { id: `${at}`, text: words, author: 'Mel', space: 's', kind: 'k', tags: [], time: at }
    // One stands out.
    recall.put({ ...record, pinned: at === 7 })
  }
  expect(recall.search({ text, limit: 'auto' })).toHaveLength(places)
})
