import { expect, test } from 'vitest'
import type { Indexed } from './indexed'
import { createRecall } from './recall'
import type { SearchQuery } from './search-query'

const plain: Indexed = {
  id: 'plain',
  text: 'The order left the warehouse',
  space: 'team',
  kind: 'episodic',
  author: 'support',
  tags: [],
  time: 1_700_000_000_000,
}

/** The order of two records that say the same, one of them with something more. */
function order(more: Partial<Indexed>, query: SearchQuery = { text: 'which order left?' }): string[] {
  const recall = createRecall()
  // The plain one is later, so that it comes first unless the other's standing decides.
  recall.put({ ...plain, time: plain.time + 1 })
  recall.put({ ...plain, ...more, id: 'other' })
  return recall.search(query).map(hit => hit.id)
}

test.each<[string, Partial<Indexed>]>([
  ['pinned', { pinned: true }],
  ['certain', { confidence: 0.9 }],
  ['important', { importance: 0.9 }],
  ['verified', { status: 'verified' }],
])('of two that say the same, the %s one comes first', (_, more) => {
  expect(order(more)).toEqual(['other', 'plain'])
})

test.each<[string, Partial<Indexed>]>([
  ['doubtful', { confidence: 0.1 }],
  ['proposed', { status: 'proposed' }],
  ['refuted', { status: 'refuted' }],
])('of two that say the same, the %s one comes last', (_, more) => {
  expect(order({ ...more, time: plain.time + 2 })).toEqual(['plain', 'other'])
})

test('a tag that the question names in full lifts its records, a part of it does not', () => {
  const parts = (text: string) => {
    const recall = createRecall()
    recall.put({ ...plain, tags: ['returns desk'] })
    return recall.search({ text })[0]?.why.parts.map(part => part.name)
  }
  expect(parts('order at the returns desk')).toContain('tagged')
  expect(parts('order on the desk')).not.toContain('tagged')
})

test('the later comes first by more than a tie only when the question asks for the latest', () => {
  const old = { text: 'The order left the warehouse today', time: plain.time - 1_000 }
  expect(order(old, { text: 'which order left the warehouse today?' })[0]).toBe('other')
  expect(order(old, { text: 'the latest order that left the warehouse today?' })[0]).toBe('plain')
})
