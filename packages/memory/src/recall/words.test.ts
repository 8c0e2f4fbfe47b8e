import { expect, test, vi } from 'vitest'
import { foldWord } from './fold-word'
import { wordsOf } from './words'

test('splits at anything that is no letter, digit, mark or apostrophe', () => {
  expect(wordsOf('Order-42: "Shipped", via DHL_express!')).toEqual(['order', '42', 'shipped', 'via', 'dhl', 'express'])
  expect(wordsOf('')).toEqual([])
})

test('keeps words of other scripts whole', () => {
  expect(wordsOf('Übergröße naïve Привет мир')).toEqual(['übergröße', 'naïve', 'привет', 'мир'])
  expect(wordsOf('हिन्दी में')).toEqual(['हिन्दी', 'में'])
})

test('folds compatibility forms and typographic apostrophes', () => {
  expect(wordsOf('ﬁne ＡＢＣ don’t')).toEqual(['fine', 'abc', "don't"])
})

test('finds words where none are spaced', () => {
  expect(wordsOf('東京の天気 report')).toEqual(['東京', 'の', '天気', 'report'])
  expect(wordsOf('สวัสดีครับ')).toEqual(['สวัสดี', 'ครับ'])
})

test('takes off possessives, quotes and Latin diacritics, no others', () => {
  expect(["ada's", "'quoted'", 'naïve', 'й', 'が'].map(foldWord)).toEqual(['ada', 'quoted', 'naive', 'й', 'が'])
})

test('cuts endless words', () => {
  expect(foldWord('x'.repeat(10_000))).toHaveLength(64)
})

test('a run without a break is segmented in slices, none of which ends within a letter', () => {
  const segment = vi.spyOn(Intl.Segmenter.prototype, 'segment')
  const words = wordsOf('漢𠮷'.repeat(5000))
  expect(words.join('')).toBe('漢𠮷'.repeat(5000))
  expect(Math.max(...segment.mock.calls.map(([text]) => text.length))).toBeLessThanOrEqual(512)
  segment.mockRestore()
})
