import { expect, test } from 'vitest'
import { createTokenizer } from '../recall'
import { saysNoMore, saysTheSame, wordsToCompare } from './near-duplicate'

const tokenizer = createTokenizer()
const words = (text: string) => wordsToCompare(text, tokenizer)

test.each([
  ['Order 42 left the warehouse', 'Order 42 has left the warehouse.'],
  ['Ada prefers e-mail', 'ada PREFERRED e-mail!'],
])('%j and %j say the same', (one, other) => {
  expect(saysTheSame(words(one), words(other))).toBe(true)
})

test.each([
  ['Order 42 left the warehouse', 'Order 43 left the warehouse'],
  ['Ada owes Bob', 'Bob owes Ada'],
  ['Ada is available', 'Ada is not available'],
  ['Ada can come', "Ada can't come"],
  ['Order 42 shipped', 'Order 42 lost'],
])('%j and %j do not', (one, other) => {
  expect(saysTheSame(words(one), words(other))).toBe(false)
})

test('a text says no more than a little longer one that holds it, unless that turns it round', () => {
  const short = words('Order 42 left the Hamburg warehouse')
  expect(saysNoMore(short, words('Order 42 left the Hamburg warehouse yesterday'))).toBe(true)
  expect(saysNoMore(short, words('Order 42 never left the Hamburg warehouse'))).toBe(false)
  expect(saysNoMore(short, words('Order 42 left the Hamburg warehouse, then Bob drove it to Berlin at night'))).toBe(
    false,
  )
})
