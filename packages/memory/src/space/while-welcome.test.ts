import { expect, test } from 'vitest'
import { governed } from '../../../relay/src/server/guarded-relay.fixture'
import { open } from '../open.fixture'

const tenant = 'acme'

test('what waits for a relay that turned this agent away is told why and what to do; the write stays', async () => {
  const { url } = await governed({}, tenant)
  const memory = await open('ada', { relay: url, tenant })
  const record = await memory.add('written all the same')
  const expected = {
    code: 'unauthorised',
    message: expect.stringMatching(/^agent "ada": the relay turned this agent away: ./),
    hint: expect.stringContaining('sync.resume()'),
  }
  await expect(memory.sync.flush('relay')).rejects.toMatchObject(expected)
  await expect(memory.sync.flush('relay')).rejects.toMatchObject(expected)
  await expect(record.durable('relay')).rejects.toMatchObject(expected)
  await expect(memory.add('one more', { consistency: 'relay' })).rejects.toMatchObject(expected)
  expect(memory.sync.status.value).toMatchObject({ connection: 'turned-away', pending: 2 })
  await memory.sync.flush('local')
})

test('what waits is told when three tokens in a row were not taken; it goes on trying, and comes in with one that is', async () => {
  const { sign, url } = await governed({}, tenant)
  let named = 'other'
  const memory = await open('ada', { relay: { url, getToken: () => sign({ tenant: named, agent: 'ada' }) }, tenant })
  const record = await memory.add('written all the same')
  await expect(record.durable('relay')).rejects.toMatchObject({
    code: 'unauthorised',
    message: expect.stringContaining('its token names another tenant'),
    hint: expect.stringContaining('its token, tenant'),
  })
  named = tenant
  memory.sync.resume()
  await expect.poll(() => memory.sync.status.value.connection).toBe('online')
})

test('where nothing waits for the relay, flush is done, whoever it turned away', async () => {
  const { url } = await governed({}, tenant)
  const memory = await open('ada', { relay: url, tenant })
  await expect.poll(() => memory.sync.status.value.connection).toBe('turned-away')
  await memory.sync.flush('relay')
})

test('a denied space is named; once it is granted the write that waited goes there', async () => {
  const { sign, url, grant, change } = await governed({}, tenant)
  await change({ do: 'grant', user: 'ada', agent: '*' })
  const getToken = () => sign({ tenant, agent: 'one', user: 'ada' })
  const memory = await open('one', { agent: { id: 'one', user: 'ada' }, relay: { url, getToken }, tenant })
  await memory.add('early')
  await expect(memory.sync.flush('relay')).rejects.toMatchObject({
    code: 'unknown-room',
    message: expect.stringContaining('denies this agent space "team"'),
  })
  await grant('one', 'team', 'append')
  await expect.poll(() => memory.sync.status.value.pending).toBe(0)
  await memory.sync.flush('relay')
})

test('a space that is denied keeps no other from the relay: flush says so when those are done, and waits for one that it is given', async () => {
  const { sign, url, grant, change } = await governed({}, tenant)
  await change({ do: 'grant', user: 'ada', agent: '*' })
  await grant('one', 'open', 'append')
  const relay = { url, getToken: () => sign({ tenant, agent: 'one', user: 'ada' }), paused: true }
  const spaces = { denied: 'shared', open: 'shared' } as const
  const memory = await open('one', { agent: { id: 'one', user: 'ada' }, relay, tenant, spaces })
  for (const space of ['denied', 'open']) {
    await memory.add('waits for the relay', { space })
    await memory.artifacts.put('a long report', { summary: `the report in ${space}`, space })
  }
  memory.sync.resume()
  await expect(memory.sync.flush('relay')).rejects.toMatchObject({ code: 'unknown-room' })
  const records = await memory.getAll({ filter: { space: 'open' } })
  expect(records.map(({ durability }) => durability)).toEqual(['relay', 'relay'])
  expect(memory.sync.status.value.pendingArtifacts).toBe(1)
  await memory.sync.flush('relay', { space: 'open' })
  await expect(memory.sync.flush('relay', { space: 'denied' })).rejects.toMatchObject({ code: 'unknown-room' })
  await expect(memory.sync.flush('relay', { space: 'nowhere' })).rejects.toMatchObject({ code: 'unknown-space' })
})
