import { startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'
import { open, relayUrl } from '../open.fixture'

test('what was written while the relay was away to a space that is not opened again is pending, and goes to the relay', async () => {
  const relay = await relayUrl()
  const storage = memoryStorage()
  const before = await open('ada', { relay: { url: relay, paused: true }, storage })
  await before.spaces.open('project')
  await before.add('the hidden plan', { space: 'project' })
  await before.close()
  const away = memoryStorage({ from: storage.disk })
  const paused = await open('ada', { relay: { url: relay, paused: true }, storage: away })
  await expect.poll(() => paused.sync.status.value).toMatchObject({ pending: 1, synced: false })
  await paused.close()
  const back = await open('ada', { relay, storage: memoryStorage({ from: away.disk }) })
  await back.sync.flush('relay')
  const bob = await open('bob', { relay })
  await bob.spaces.open('project')
  await expect
    .poll(async () => (await bob.search('plan')).map(({ record }) => record.content))
    .toEqual(['the hidden plan'])
})

test('a space that waits for nothing stays closed', async () => {
  const relay = await relayUrl()
  const storage = memoryStorage()
  const before = await open('ada', { relay, storage })
  await before.spaces.open('project')
  await before.add('the plan', { space: 'project', consistency: 'relay' })
  await before.close()
  const after = await open('ada', { relay, storage: memoryStorage({ from: storage.disk }) })
  await after.sync.flush('relay')
  expect(after.spaces.list().map(({ name, loaded }) => [name, loaded])).toContainEqual(['project', false])
})

test('what the relay refused of a space that is not opened again is listed, counted and discarded all the same', async () => {
  const relay = await startRelay({ data: memoryStorage(), insecure: true, limits: { updateBytes: 4096 } })
  onTestFinished(() => relay.close())
  const storage = memoryStorage()
  const before = await open('ada', { relay: relay.url, storage })
  await before.spaces.open('project')
  await before.add('x'.repeat(5000), { space: 'project' })
  await before.sync.flush('relay')
  await before.close()
  const after = await open('ada', { relay: relay.url, storage: memoryStorage({ from: storage.disk }) })
  await expect.poll(() => after.sync.refused()).toMatchObject([{ space: 'project', code: 'too-large' }])
  expect(after.sync.status.value.refused).toBe(1)
  await after.sync.discard(after.sync.refused()[0]!)
  expect(after.sync.refused()).toEqual([])
})
