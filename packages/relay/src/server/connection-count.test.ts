import { expect, test } from 'vitest'
import { ConnectionCount } from './connection-count'

const count = () => new ConnectionCount({ connections: 9, connectionsPerTenant: 3, connectionsPerAgent: 2 })

test('LM8 an agent and a tenant have so many connections, and one that ends makes room', () => {
  const connections = count()
  const [ada, ben] = ['ada', 'ben'].map(agent => ({ tenant: 'acme', agent })) as [Owner, Owner]
  expect([connections.enter(ada), connections.enter(ada)]).toEqual([null, null])
  expect(connections.enter(ada)).toMatchObject({ value: 2, message: expect.stringContaining('"ada"') })
  expect(connections.enter(ben)).toBeNull()
  expect(connections.enter(ben)).toMatchObject({ value: 3, message: expect.stringContaining('tenant') })
  connections.leave(ada)
  expect(connections.enter(ben)).toBeNull()
})

test('the same agent name in another tenant is another agent', () => {
  const connections = count()
  for (const tenant of ['a', 'b', 'c']) expect(connections.enter({ tenant, agent: 'ada' })).toBeNull()
})

interface Owner {
  readonly tenant: string
  readonly agent: string
}
