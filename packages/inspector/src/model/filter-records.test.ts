import { expect, test } from 'vitest'
import { storyRecords } from '../story.fixture'
import { choicesOf, filterRecords, toggled } from './filter-records'

test('any of the values of a field, all of the fields, and none as a value', () => {
  const found = filterRecords(
    storyRecords,
    new Map([
      ['space', ['team', 'orders']],
      ['author', ['support']],
      ['user', ['ada', '']],
    ]),
  )
  expect(found.length).toBeGreaterThan(2)
  expect(found.every(record => record.author.agent === 'support' && record.space !== 'playbook')).toBe(true)
})

test('a field whose values are all switched off filters nothing', () => {
  const filters = toggled(new Map([['kind', ['semantic']]]), 'kind', 'semantic')
  expect(filters.size).toBe(0)
  expect(filterRecords(storyRecords, filters)).toBe(storyRecords)
})

test('offers the most frequent values first', () => {
  expect(choicesOf(storyRecords, 'space', 2)).toEqual(['team', 'orders'])
})
