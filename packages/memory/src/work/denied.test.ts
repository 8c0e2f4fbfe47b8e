import { expect, test } from 'vitest'
import { governed } from '../../../relay/src/server/guarded-relay.fixture'
import { open } from '../open.fixture'

const tenant = 'acme'

test('what needs a lease in a space that the relay denies is told so, and waits for no lease that never comes', async () => {
  const { sign, url, grant, change } = await governed({}, tenant)
  await change({ do: 'grant', user: 'ada', agent: '*' })
  await grant('one', 'team', 'append')
  const getToken = () => sign({ tenant, agent: 'one', user: 'ada' })
  const memory = await open('one', { agent: { id: 'one', user: 'ada' }, relay: { url, getToken }, tenant })
  await memory.facts.assert('status', 'open', { consistency: 'relay' })
  await memory.work.tasks.add('report', { consistency: 'relay' })
  await change({ do: 'revoke', agent: 'one', space: 'team', right: 'discover' })
  await expect.poll(() => memory.sync.status.value.spaces.team?.state).toBe('denied')
  const asked = {
    claim: () => memory.work.claim('nightly'),
    'claim at once': () => memory.work.claim('nightly', { wait: false }),
    'a task': () => memory.work.tasks.claim('report'),
    'a claimed write': () => memory.facts.assert('status', 'shut', { consistency: 'claimed' }),
    'side effects': () => memory.work.once('mail', () => 'sent', { sideEffects: true }),
  }
  for (const [what, ask] of Object.entries(asked)) {
    await expect(ask(), what).rejects.toMatchObject({
      code: 'revoked',
      message: expect.stringContaining('agent "one": the relay denies this agent space "team"'),
    })
  }
  expect(await memory.work.once('rates', () => 'asked here')).toBe('asked here')
  await grant('one', 'team', 'append')
  await expect.poll(() => memory.sync.status.value.spaces.team?.state).toBe('live')
  expect(await memory.work.once('mail', () => 'sent', { sideEffects: true })).toBe('sent')
})
