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
  ['The client has paid', 'The tenant has paid'],
  ['The heating is on', 'The heating is off'],
  ['The price went up', 'The price went down'],
  ['Pay the invoice before Friday', 'Pay the invoice after Friday'],
  ['Ada moved from Berlin to Paris', 'Ada moved to Berlin from Paris'],
  ['She owes Bob money', 'He owes Bob money'],
  ['All tests pass', 'Some tests pass'],
  ['Bob paid Ada', 'Bob is paid, Ada'],
  ['Keep it at -5 degrees', 'Keep it at 5 degrees'],
  ['Keep it where a = b', 'Keep it where a != b'],
])('%j and %j do not', (one, other) => {
  expect(saysTheSame(words(one), words(other))).toBe(false)
})

test('a text says no more than a little longer one that holds it, unless that turns it round', () => {
  const short = words('Order 42 left the Hamburg warehouse')
  for (const [one, other] of [
    ['Der Dienst ist in Europa für alle verfügbar', 'Der Dienst ist in Europa nicht für alle verfügbar'],
    ['Le service est disponible pour tous', "Le service n'est pas disponible pour tous"],
    ['所有客户都可以在欧洲地区使用这个服务', '所有客户都可以在欧洲地区使用这个服务，没'],
    ['Ada and Bob come to the town hall', "Ada and Bob don't come to the town hall"],
    ['All of the tests pass on Node', 'All of the tests pass only on Node'],
  ] as const)
    expect([one, saysNoMore(words(one), words(other))]).toEqual([one, false])
  expect(saysNoMore(short, words('Order 42 left the Hamburg warehouse yesterday'))).toBe(true)
  expect(saysNoMore(short, words('Order 42 never left the Hamburg warehouse'))).toBe(false)
  expect(saysNoMore(short, words('Order 42 left the Hamburg warehouse, then Bob drove it to Berlin at night'))).toBe(
    false,
  )
})

test('long texts are compared up to where they differ by more than the one has beyond the other', () => {
  const long = Array.from({ length: 100_000 }, (_, at) => `word${at}`)
  const other = ['another', ...long.slice(1)]
  const began = performance.now()
  for (let run = 0; run < 2_000; run++) if (saysNoMore(other, long)) throw new Error('they are not the same')
  expect(performance.now() - began).toBeLessThan(1_000)
  expect(saysNoMore(long.slice(1), long)).toBe(true)
})
