import { expect, test } from 'vitest'
import { createRecall } from './recall'
import type { WordTable } from './word-table'

const alike: Readonly<Record<string, string>> = { doctor: 'physician', june: 'july', sunday: 'monday' }
const wordTable: WordTable = {
  id: 'few',
  neighboursOf: word => (alike[word] === undefined ? [] : [{ word: alike[word], likeness: 0.9 }]),
}

function found(text: string, ...texts: string[]): string[] {
  const recall = createRecall({ wordTable })
  for (const [at, each] of texts.entries()) {
    recall.put({ id: each, text: each, author: 'a', space: 'team', kind: 'episodic', tags: [], time: at })
  }
  return recall.search({ text }).map(({ id }) => id)
}

test('a word of the table stands for the one it is used like', () => {
  expect(found('doctor', 'the physician called', 'the plumber called')).toEqual(['the physician called'])
})

test('a month or a weekday stands for no other', () => {
  expect(found('June', 'camping in July', 'camping in June')).toEqual(['camping in June'])
  expect(found('Sunday', 'we met on Monday')).toEqual([])
})
