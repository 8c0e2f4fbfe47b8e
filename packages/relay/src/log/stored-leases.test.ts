import { storageKey } from '@commonplace/storage'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { loadLeases, putLease } from './stored-leases'

const room = 'room'
const lease = (number: number) => ({ key: 'k', number, holder: 1, ttlMs: 1000, agent: 'a', user: '' })

async function stored(...numbers: number[]) {
  const storage = memoryStorage()
  for (const number of numbers) await storage.commit(putLease(room, 'epoch', lease(number)))
  const tear = async (number: number) => {
    const key = storageKey('lease', room, 'last', number % 2)
    await storage.commit([{ put: key, value: (await storage.get(key))!.slice(0, -1) }])
  }
  return { storage, tear }
}

test('a torn write of the highest number of a lease leaves the number before it', async () => {
  const { storage, tear } = await stored(1, 2)
  expect(await loadLeases(storage, room, 'epoch')).toMatchObject({ last: 2 })
  await tear(2)
  expect(await loadLeases(storage, room, 'epoch')).toMatchObject({ last: 1 })
})

test('a room of which no number of a lease can be read gives none twice: it does not load', async () => {
  const { storage, tear } = await stored(1, 2)
  await tear(1)
  await tear(2)
  await expect(loadLeases(storage, room, 'epoch')).rejects.toThrow('the highest number of a lease is damaged')
})

test('the first number alone may be torn: nobody was told of it', async () => {
  const { storage, tear } = await stored(1)
  await tear(1)
  expect(await loadLeases(storage, room, 'epoch')).toEqual({ last: 0, leases: [] })
})
