import { expect, test } from 'vitest'
import { parseRoute } from './route'
import { searchFilter } from './search-filter'

test('filters of an address are those of the library, and none of a value is null', () => {
  const { filters } = parseRoute('#search?q=x&space=team&space=orders&user=&tag=boats')
  expect(searchFilter(filters)).toEqual({ space: ['team', 'orders'], user: [null], tags: ['boats'] })
  expect(searchFilter(new Map())).toEqual({})
})
