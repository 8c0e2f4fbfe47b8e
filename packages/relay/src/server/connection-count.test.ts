import { expect, test } from 'vitest'
import { ConnectionCount } from './connection-count'

const count = () =>
  new ConnectionCount({ connections: 9, connectionsPerTenant: 3, connectionsPerAgent: 2, roomsPerAgent: 5 })

test('LM8 an agent and a tenant have so many connections, and one that ends makes room', () => {
  const connections = count()
  const [ada, ben] = ['ada', 'ben'].map(agent => ({ tenant: 'acme', agent })) as [Owner, Owner]
  const held = connections.enter(ada)
  expect(held).toEqual({ connections: 1, rooms: 0, mostRooms: 5 })
  expect(connections.enter(ada)).toBe(held)
  expect(connections.enter(ada)).toMatchObject({ value: 2, message: expect.stringContaining('"ada"') })
  expect(connections.enter(ben)).toMatchObject({ connections: 1 })
  expect(connections.enter(ben)).toMatchObject({ value: 3, message: expect.stringContaining('tenant') })
  connections.leave(ada)
  expect(connections.enter(ben)).toMatchObject({ connections: 2 })
})

test('the same agent name in another tenant is another agent', () => {
  const connections = count()
  for (const tenant of ['a', 'b', 'c'])
    expect(connections.enter({ tenant, agent: 'ada' })).toMatchObject({ connections: 1 })
})

interface Owner {
  readonly tenant: string
  readonly agent: string
}
