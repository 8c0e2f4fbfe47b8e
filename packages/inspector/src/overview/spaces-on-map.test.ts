import { expect, test } from 'vitest'
import { spacesOnMap } from './spaces-on-map'

const spaces = Array.from({ length: 40 }, (_, index) => ({
  name: `s${index}`,
  visibility: 'shared' as const,
  loaded: true,
}))
const sizes = new Map([
  ['s7', 900],
  ['s30', 20],
])
const choose = (wanting: ReadonlySet<string>, list = spaces) =>
  spacesOnMap(list, { wanting, records: name => sizes.get(name) ?? 0 }).map(({ name }) => name)

test('a few spaces all stand on the map, as the memory lists them', () => {
  expect(choose(new Set(['s5']), spaces.slice(0, 8))).toEqual(['s0', 's1', 's2', 's3', 's4', 's5', 's6', 's7'])
})

test('of many, those that want a look come before those with most records, and all keep their order', () => {
  expect(choose(new Set(['s39', 's20']))).toEqual(['s0', 's1', 's7', 's20', 's30', 's39'])
})
