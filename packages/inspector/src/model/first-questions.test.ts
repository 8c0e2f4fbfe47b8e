import { expect, test } from 'vitest'
import { storyRecords } from '../story.fixture'
import { firstQuestions } from './first-questions'

test('the newest records of four authors, by the words of their keys or the first of their contents', () => {
  expect(firstQuestions(storyRecords)).toEqual([
    'Ada asks whether Monday is certain',
    'Northway collected 31 parcels from dock',
    'Invoice 2026-1187 issued',
    'Parcel Monday 23 November',
  ])
  expect(firstQuestions(storyRecords.filter(({ key }) => key !== undefined))).toContain('order 42 status')
})

test('nothing is asked about what is not recalled, and nothing twice', () => {
  const [record] = storyRecords
  const agents = ['ada', 'bob', 'cid'].map(agent => ({ ...record!, author: { ...record!.author, agent } }))
  expect(firstQuestions(agents)).toHaveLength(1)
  expect(firstQuestions(agents.map(each => ({ ...each, status: 'refuted' as const })))).toEqual([])
  expect(firstQuestions([{ ...record!, content: '… !' }])).toEqual([])
})
