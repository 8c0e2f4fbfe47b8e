import { expect, test } from 'vitest'
import { topologies, topologyOf } from './topology'

test('every preset writes by default to a space it opens', () => {
  for (const { spaces, defaultSpace } of Object.values(topologies)) expect(Object.keys(spaces)).toContain(defaultSpace)
})

test("the caller's spaces take the place of the preset's, the default stays if it is among them", () => {
  expect(topologyOf('hybrid', { team: 'shared', orders: 'shared' }).defaultSpace).toBe('team')
  expect(topologyOf('hybrid', { orders: 'shared', team2: 'private' })).toMatchObject({
    defaultSpace: 'orders',
    consistency: 'local',
    spaces: { orders: 'shared', team2: 'private' },
  })
})

test('a centralised memory waits for the relay, a distributed one writes to its own device', () => {
  expect(topologyOf('centralised').consistency).toBe('relay')
  expect(topologies.distributed.spaces[topologies.distributed.defaultSpace]).toBe('private')
})
