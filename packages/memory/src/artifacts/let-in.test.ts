import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { governed } from '../../../relay/src/server/guarded-relay.fixture'
import { open } from '../open.fixture'

test('an artifact of a space that is closed to its agent goes to the relay once it is open again, in the same session', async () => {
  const tenant = 'acme'
  const { sign, url, grant, revoke } = await governed({}, tenant)
  for (const agent of ['ada', 'bob']) await grant(agent, 'team', 'append')
  const join = (id: string) =>
    open(id, { relay: { url, getToken: () => sign({ tenant, agent: id }) }, tenant, storage: memoryStorage() })
  const [ada, bob] = [await join('ada'), await join('bob')]
  const told = new Promise(resolve => ada.on('error', resolve))
  ada.sync.pause()
  for (const n of [1, 2]) await ada.artifacts.put(`text ${n}`, { summary: `summary ${n}` })
  await revoke('ada', 'team', 'discover')
  ada.sync.resume()
  expect(await told).toMatchObject({ during: 'sending artifacts' })
  expect(ada.sync.status.value.pendingArtifacts).toBe(2)
  await grant('ada', 'team', 'append')
  await expect.poll(() => ada.sync.status.value.pendingArtifacts).toBe(0)
  await expect.poll(async () => (await bob.getAll()).length).toBe(2)
  for (const { id, content } of await bob.getAll())
    expect((await bob.artifacts.open(id)).text).toBe(content.replace('summary', 'text'))
})
