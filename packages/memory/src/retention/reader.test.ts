import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { governed } from '../../../relay/src/server/guarded-relay.fixture'
import { open } from '../open.fixture'

test('where this agent may only read now nothing is dropped: the relay would refuse it, and only this device would lack it', async () => {
  const tenant = 'acme'
  const { sign, url, grant, revoke } = await governed({}, tenant)
  await grant('ada', 'team', 'append')
  const relay = { url, getToken: () => sign({ tenant, agent: 'ada' }) }
  let now = Date.parse('2030-01-01')
  const memory = await open('ada', {
    ...{ relay, tenant, storage: memoryStorage(), clock: () => now },
    retention: [{ keep: '1d' }],
  })
  const { id } = await memory.add('one')
  await memory.update(id, { content: 'two', consistency: 'relay' })
  now += 2 * 86_400_000
  await revoke('ada', 'team', 'append')
  await expect.poll(() => memory.sync.status.value.spaces.team?.rights).not.toContain('append')
  expect(await memory.compact()).toEqual({ dropped: [], pinned: 0 })
  await memory.getAll({ maxStaleness: 0 })
  expect(memory.sync.refused()).toEqual([])
  expect((await memory.history(id)).map(({ content }) => content)).toEqual(['one', 'two'])
})
