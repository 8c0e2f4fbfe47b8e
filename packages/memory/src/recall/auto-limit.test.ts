import { expect, test } from 'vitest'
import { autoLimit } from './auto-limit'
import type { Indexed } from './indexed'
import { createRecall } from './recall'
import { auto } from './weights'

const long = Array.from({ length: 100 }, () => 12)
const short = Array.from({ length: 100 }, () => 2)

test('a question that asks for several things gets more places, short hits leave room for more', () => {
  expect(autoLimit(false, long)).toBe(auto.other)
  expect(autoLimit(true, long)).toBe(auto.list)
  expect(autoLimit(false, short)).toBe(auto.other * auto.most)
  expect(autoLimit(true, [12, 12])).toBe(2)
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
  const recall = createRecall()
  for (let at = 0; at < 40; at++) {
    const words = 'Ada boat house hobbies events camped address race like think pursue water harbour'
    const record: Indexed = { id: `${at}`, text: words, author: 'Mel', space: 's', kind: 'k', tags: [], time: at }
    recall.put(record)
  }
  expect(recall.search({ text, limit: 'auto' })).toHaveLength(places)
})
