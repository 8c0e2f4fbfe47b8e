import { expect, test } from 'vitest'
import { governed } from '../../../relay/src/server/guarded-relay.fixture'
import { open } from '../open.fixture'

const tenant = 'acme'

test('a run in a space that the relay denies is not resumed as if it were new, unless what is here will do', async () => {
  const { sign, url, grant, change } = await governed({}, tenant)
  await grant('one', 'team', 'append')
  const agent = (id: string) => open(id, { relay: { url, getToken: () => sign({ tenant, agent: id }) }, tenant })
  const [one, two] = [await agent('one'), await agent('two')]
  await one.runs.checkpoint('order-42', { packed: ['lamp'] }, { consistency: 'relay' })
  await expect(two.runs.resume('order-42')).rejects.toMatchObject({
    code: 'unknown-room',
    message: expect.stringContaining('agent "two": the relay denies this agent space "team"'),
  })
  await grant('two', 'team', 'append')
  await expect.poll(() => two.sync.status.value.spaces.team?.state).toBe('live')
  expect(await two.runs.resume('order-42')).toMatchObject({ state: { packed: ['lamp'] }, from: { agent: 'one' } })
  await change({ do: 'revoke', agent: 'one', space: 'team', right: 'discover' })
  await expect.poll(() => one.sync.status.value.spaces.team?.state).toBe('denied')
  await expect(one.runs.resume('order-42')).rejects.toMatchObject({ code: 'revoked' })
  expect(await one.runs.resume('order-42', { offline: true })).toMatchObject({ state: { packed: ['lamp'] } })
})
