import { startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'
import { governed } from '../../../relay/src/server/guarded-relay.fixture'
import { open } from '../open.fixture'
import { holdableLink } from './holdable-link.fixture'
import { textOf } from './text-of.fixture'

test('with a relay that goes away after it began an erasure resolves, and is carried out when the relay is back', async () => {
  const first = await startRelay({ data: memoryStorage(), insecure: true })
  onTestFinished(() => first.close())
  const storage = memoryStorage()
  const link = holdableLink()
  const memory = await open('ada', { relay: { url: first.url, openSocket: link.openSocket }, storage })
  const { id } = await memory.add('SECRET', { consistency: 'relay' })
  link.hold()
  const erasing = memory.erase({ ids: [id] })
  await expect.poll(() => memory.sync.status.value.pending).toBeGreaterThan(0)
  memory.sync.pause()
  expect((await erasing).receipts).toMatchObject([{ relay: 'outstanding', outstanding: ['ada'] }])
  link.release()
  memory.sync.resume()
  await expect.poll(async () => (await memory.erasures())[0]?.relay).toBe('confirmed')
  expect(await textOf(storage)).not.toContain('SECRET')
})

test('in a space that the relay denies what it had is erased here at once, and the rest when it lets the agent in', async () => {
  const tenant = 'acme'
  const { sign, url, grant, revoke, change } = await governed({}, tenant)
  await change({ do: 'grant', user: 'ada', agent: '*' })
  await grant('one', 'team', 'append')
  const storage = memoryStorage()
  const relay = { url, getToken: () => sign({ tenant, agent: 'one', user: 'ada' }) }
  const memory = await open('one', { agent: { id: 'one', user: 'ada' }, relay, tenant, storage })
  const errors: unknown[] = []
  memory.on('error', error => errors.push(error))
  const { id } = await memory.add('SECRET', { consistency: 'relay' })
  await revoke('one', 'team', 'discover')
  await expect.poll(() => memory.sync.status.value.spaces.team?.state).toBe('denied')
  expect((await memory.erase({ ids: [id] })).receipts).toMatchObject([{ relay: 'outstanding', outstanding: ['one'] }])
  expect(await textOf(storage)).not.toContain('SECRET')
  await grant('one', 'team', 'append')
  await expect.poll(async () => (await memory.erasures())[0]).toMatchObject({ relay: 'confirmed', outstanding: [] })
  expect(errors).toEqual([])
})
