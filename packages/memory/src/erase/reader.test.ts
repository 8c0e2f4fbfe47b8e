import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { open, relayUrl } from '../open.fixture'
import { textOf } from './text-of.fixture'

test('who may only read a space lets go of what is erased, and has nothing refused for it', async () => {
  const everywhere = { tenant: '*', space: '**' }
  const relay = await relayUrl({
    version: 1,
    rules: [
      { ...everywhere, rights: ['discover', 'read'] },
      { ...everywhere, agents: ['ada'], rights: ['discover', 'read', 'append'] },
    ],
  })
  const ada = await open('ada', { relay })
  const storage = memoryStorage()
  const reader = await open('reader', { relay, storage })
  const { id } = await ada.add('SECRET', { consistency: 'relay' })
  await expect.poll(() => textOf(storage)).toContain('SECRET')
  await ada.erase({ ids: [id] })
  await expect.poll(() => textOf(storage)).not.toContain('SECRET')
  await reader.sync.flush('relay')
  expect(reader.sync.refused()).toEqual([])
  await reader.close()
  const again = await open('reader', { relay, storage: memoryStorage({ from: storage.disk }) })
  await again.getAll({ maxStaleness: 0 })
  await again.sync.flush('relay')
  expect(again.sync.refused()).toEqual([])
})
