import { expect, test } from 'vitest'
import { uncovered } from './uncovered'

const entriesOf = (links: Record<string, string[]>) =>
  new Map(Object.entries(links).map(([dot, parents]) => [dot, { dot, parents }]))
const left = (links: Record<string, string[]>, parents: string[]) =>
  uncovered(entriesOf(links), parents, 'new').map(({ dot }) => dot)

test('LS11 parents cover what they name and all that those descend from', () => {
  const links = { a: [], b: ['a'], c: ['b'], d: ['b'] }
  expect(left(links, ['c', 'd'])).toEqual([])
  expect(left(links, ['c'])).toEqual(['d'])
  expect(left(links, ['b'])).toEqual(['c', 'd'])
  expect(left(links, [])).toEqual(['a', 'b', 'c', 'd'])
  expect(left({}, [])).toEqual([])
})

test('LS12 loops, unknown parents and entries that claim to come after the new one hold nobody up', () => {
  expect(left({ a: ['a'], b: ['c'], c: ['b', 'gone'] }, ['a', 'b'])).toEqual([])
  expect(left({ a: [], forged: ['new', 'a'] }, ['a'])).toEqual([])
})
