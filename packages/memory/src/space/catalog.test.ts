import { StorageError } from '@commonplace/storage'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { Catalog } from './catalog'

const team = { name: 'team', visibility: 'shared', guid: 'default/team/0' } as const
const notes = { name: 'notes', visibility: 'private', guid: 'f00d' } as const

test('what was added is there after opening again, by name', async () => {
  const storage = memoryStorage()
  const catalog = await Catalog.open(storage, 1)
  await catalog.add(team)
  await catalog.add(notes)
  await catalog.close()
  const again = await Catalog.open(storage, 2)
  expect(again.list()).toEqual([notes, team])
})

test('a crash right after adding loses nothing that was added', async () => {
  const storage = memoryStorage()
  await (await Catalog.open(storage, 1)).add(team)
  storage.crash()
  expect((await Catalog.open(memoryStorage({ from: storage.disk }), 2)).get('team')).toEqual(team)
})

test('a name keeps its visibility and its guid', async () => {
  const catalog = await Catalog.open(memoryStorage(), 1)
  await catalog.add(notes)
  expect(await catalog.add({ ...notes, guid: 'other' })).toEqual(notes)
  await expect(catalog.add({ ...notes, visibility: 'shared' })).rejects.toMatchObject({ code: 'invalid-input' })
})

test('a fresh document takes the place of one in use, and the old one is destroyed', async () => {
  const catalog = await Catalog.open(memoryStorage(), 1)
  await catalog.add(team)
  const first = catalog.freshDocument('team')
  first.getArray('w/1/0').push(['something'])
  const second = catalog.freshDocument('team')
  expect(second).not.toBe(first)
  expect(first.isDestroyed).toBe(true)
  expect([second.guid, second.share.size]).toEqual([team.guid, 0])
})

test('many stored updates are merged at the next opening', async () => {
  const storage = memoryStorage()
  const catalog = await Catalog.open(storage, 1)
  for (let i = 0; i < 70; i++) await catalog.add({ ...team, name: `space ${i}`, guid: `guid ${i}` })
  await catalog.close()
  await (await Catalog.open(storage, 2)).close()
  const again = await Catalog.open(storage, 3)
  expect(again.list().length).toBe(70)
  let rows = 0
  for await (const _ of storage.range(new Uint8Array([0]), new Uint8Array([255]))) rows++
  expect(rows).toBe(1)
})

test('a space that the storage had no room for is on it once it is opened again, with all that came before', async () => {
  const storage = memoryStorage()
  const catalog = await Catalog.open(storage, 1)
  await catalog.add(team)
  storage.fail(new StorageError('full', 'no room'))
  await expect(catalog.add(notes)).rejects.toMatchObject({ code: 'full' })
  await expect(catalog.add(notes)).rejects.toMatchObject({ code: 'full' })
  storage.fail(undefined)
  await catalog.add({ ...notes, name: 'diary', guid: 'cafe' })
  expect(await catalog.add(notes)).toEqual(notes)
  storage.crash()
  const again = await Catalog.open(memoryStorage({ from: storage.disk }), 2)
  expect(again.list().map(({ name }) => name)).toEqual(['diary', 'notes', 'team'])
  await again.add({ ...notes, name: 'later', guid: 'feed' })
  expect((await Catalog.open(memoryStorage({ from: storage.disk.copy() }), 3)).list()).toHaveLength(4)
})
