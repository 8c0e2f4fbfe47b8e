import { expect, test } from 'vitest'
import { loadWordTable } from './word-table'

const table = await loadWordTable()

test('words have the words near them, the nearest first', () => {
  const near = table.neighboursOf('doctor')
  expect(near.map(({ word }) => word)).toContain('physician')
  expect(near.map(({ likeness }) => likeness)).toEqual(near.map(({ likeness }) => likeness).toSorted((a, b) => b - a))
  expect(near.every(({ likeness }) => likeness >= 0.49 && likeness <= 1)).toBe(true)
  expect(near.length).toBeLessThanOrEqual(24)
})

test('a word that is not known has none', () => {
  expect(table.neighboursOf('qwxz')).toEqual([])
  expect(table.neighboursOf('constructor')).toBeInstanceOf(Array)
})
