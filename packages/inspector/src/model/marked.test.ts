import fc from 'fast-check'
import { expect, test } from 'vitest'
import { markWords } from './marked'

const marked = (text: string, words: string[]) =>
  markWords(text, words)
    .filter(piece => piece.marked)
    .map(piece => piece.text)

test('marks words and inflections of stems, not parts of words', () => {
  expect(marked('Order 42 shipped; reorder 421 ships.', ['order', '42', 'ship'])).toEqual([
    'Order',
    '42',
    'shipped',
    'ships',
  ])
})

test('marks words whatever their accents and case', () => {
  expect(marked('Café in ZÜRICH', ['cafe', 'zurich'])).toEqual(['Café', 'ZÜRICH'])
})

test('the pieces put together are the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.string()), (text, words) => {
      expect(
        markWords(text, words)
          .map(piece => piece.text)
          .join(''),
      ).toBe(text)
    }),
  )
})
