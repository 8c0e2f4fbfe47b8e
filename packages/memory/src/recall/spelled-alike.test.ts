import { expect, test } from 'vitest'
import type { Indexed } from './indexed'
import { createRecall } from './recall'

function recallOf(texts: readonly string[]) {
  const recall = createRecall()
  for (const [at, text] of texts.entries()) {
    const record: Indexed = { id: `${at}`, text, author: 'ada', space: 'team', kind: 'episodic', tags: [], time: at }
    recall.put(record)
  }
  return (text: string) => recall.search({ text }).map(({ id }) => id)
}

test('a word that nobody wrote finds what begins like it', () => {
  const search = recallOf(['photography is what I do', 'the tram was late', 'a phone call'])
  expect(search('any photographer?')).toEqual(['0'])
})

test('a word that few wrote finds what begins like it after what holds it', () => {
  const search = recallOf(['the religious feast', 'she asked about my religion', 'the tram was late'])
  expect(search('religion')).toEqual(['1', '0'])
})

test('a word that many wrote, a number and a short word stand for themselves', () => {
  const many = Array.from({ length: 7 }, () => 'photography again')
  expect(recallOf([...many, 'a photographer came'])('photography')).not.toContain('7')
  expect(recallOf(['order 202311'])('202388')).toEqual([])
  expect(recallOf(['a cartoon'])('car')).toEqual([])
})

test('the beginning of a word does not stand for it', () => {
  expect(recallOf(['it left the warehouse'])('wareh')).toEqual([])
})
