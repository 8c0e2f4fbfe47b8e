import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Postings } from './postings'
import { mostTerms, openEnd, queryTerms, withinOneEdit } from './query-terms'
import { createTokenizer } from './tokenizer'

const tokenizer = createTokenizer()

function postingsOf(...texts: string[]): Postings {
  const postings = new Postings()
  texts.forEach((text, at) => {
    postings.add(at + 1, tokenizer.tokenize(text))
  })
  return postings
}

function slotsFor(postings: Postings, text: string, tolerance = 0): number[] {
  const lists = queryTerms(postings, tokenizer, text, tolerance).flatMap(term => term.lists)
  return [...new Set(lists.flatMap(list => [...list.slots.subarray(0, list.length)]))].sort()
}

test('tokens are exact: a word is no prefix of others', () => {
  expect(slotsFor(postingsOf('a car', 'a carpet'), 'car')).toEqual([1])
})

test('a typo is forgiven only in a word that nobody wrote', () => {
  const postings = postingsOf('the warehouse', 'the bread', 'to broad')
  expect(slotsFor(postings, 'warehuose', 1)).toEqual([1])
  expect(slotsFor(postings, 'warehuose', 0)).toEqual([])
  expect(slotsFor(postings, 'bread', 1)).toEqual([2])
})

test('of many unknown words only the first are guessed at', () => {
  const unknown = Array.from({ length: 8 }, (_, at) => `unknown${'x'.repeat(at + 3)}`).join(' ')
  expect(slotsFor(postingsOf('the warehouse'), `warehuose ${unknown}`, 1)).toEqual([1])
  expect(slotsFor(postingsOf('the warehouse'), `${unknown} warehuose`, 1)).toEqual([])
})

test('the word being typed finds what begins with it, whatever its stem, and only that word does', () => {
  const postings = postingsOf('shipping today', 'the warehouse', 'a shirt')
  expect(slotsFor(postings, `ware${openEnd}`)).toEqual([2])
  expect(slotsFor(postings, `shippin${openEnd}`)).toEqual([1])
  expect(slotsFor(postings, `shipping${openEnd}`)).toEqual([1])
  expect(slotsFor(postings, `sh wareh${openEnd}`)).toEqual([2])
  expect(slotsFor(postings, `the${openEnd}`)).toEqual([])
})

test('of too many terms the common ones are left out', () => {
  const many = Array.from({ length: 100 }, (_, at) => `rare${at}`)
  const postings = postingsOf(...many.map(word => `common ${word}`))
  const terms = queryTerms(postings, tokenizer, `common ${many.join(' ')}`, 0)
  expect(terms).toHaveLength(mostTerms)
  expect(terms.map(term => term.token)).not.toContain('common')
})

test('one edit apart is what a plain edit distance with swaps says, given the same first letter', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(word, word, (one, other) => {
      expect(withinOneEdit(one, other)).toBe(one[0] === other[0] && editDistance(one, other) <= 1)
    }),
  )
})

/** Optimal string alignment, by its recursion. */
function editDistance(one: string, other: string): number {
  if (one === '' || other === '') return Math.max(one.length, other.length)
  if (one[0] === other[0]) return editDistance(one.slice(1), other.slice(1))
  const swap = one[0] === other[1] && one[1] === other[0] ? editDistance(one.slice(2), other.slice(2)) : 9
  const rest = [
    editDistance(one.slice(1), other),
    editDistance(one, other.slice(1)),
    editDistance(one.slice(1), other.slice(1)),
  ]
  return 1 + Math.min(swap, ...rest)
}
