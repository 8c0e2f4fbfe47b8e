import { startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'
import type { Memory, OpenOptions } from '../index'
import { open } from '../open.fixture'
import { textOf } from './text-of.fixture'

const long = 'x'.repeat(2000)

/** Ada's memory in a room that she filled; what she wrote last waits. */
async function inFullRoom(options: Partial<OpenOptions> = {}, before = async (_: Memory) => {}) {
  const data = memoryStorage()
  const relay = await startRelay({ data, insecure: true, limits: { roomBytes: 24_000 } })
  onTestFinished(() => relay.close())
  const storage = memoryStorage()
  const opened = (id: string) => open(id, { relay: relay.url, ...options, ...(id === 'ada' && { storage }) })
  const ada = await opened('ada')
  await before(ada)
  const space = () => ada.sync.status.value.spaces.team!
  const records = [await ada.add('a short one', { consistency: 'relay' })]
  while (space().full === undefined) {
    records.push(await ada.add(`SECRET ${records.length} ${long}`))
    await expect.poll(() => space().full !== undefined || space().pending === 0).toBe(true)
  }
  const waiting = records.pop()!
  return { ada, records, waiting, space, opened, storage, data }
}

test('an erasure in a full room is carried out, makes room, and what waited before it goes on', async () => {
  const { ada, records, waiting, space, opened, storage, data } = await inFullRoom()
  const erased = records.slice(1, 4).map(({ id }) => id)
  const { receipts } = await ada.erase({ ids: erased })
  expect(receipts).toMatchObject([{ relay: 'confirmed', outstanding: [] }])
  await waiting.durable('relay')
  await ada.sync.flush('relay')
  expect(space().full).toBeUndefined()
  for (const store of [storage, data]) expect((await textOf(store)).includes('SECRET 2 ')).toBe(false)
  const bob = await opened('bob')
  await expect.poll(() => bob.get(waiting.id)).toBeDefined()
  expect(await bob.get(erased[0]!)).toBeUndefined()
})

test('an erasure that frees too little for what waits resolves, and is confirmed when there is room', async () => {
  const { ada, records, waiting, space } = await inFullRoom()
  expect((await ada.erase({ ids: [records[0]!.id] })).receipts).toMatchObject([{ relay: 'outstanding' }])
  expect(space().full).toBeDefined()
  expect(waiting.durability).toBe('local')
  expect((await ada.erase({ ids: [records[1]!.id, records[2]!.id] })).receipts).toMatchObject([{ relay: 'confirmed' }])
  await waiting.durable('relay')
  await expect.poll(async () => (await ada.erasures()).map(({ relay }) => relay)).toEqual(['confirmed', 'confirmed'])
})

test('what waits for a full room may itself be erased', async () => {
  const { ada, records, waiting, storage, data } = await inFullRoom()
  const mark = `SECRET ${records.length} `
  await ada.erase({ ids: [waiting.id] })
  expect(await ada.get(waiting.id)).toBeUndefined()
  await ada.erase({ ids: [records[1]!.id] })
  await expect.poll(async () => (await ada.erasures()).map(({ relay }) => relay)).toEqual(['confirmed', 'confirmed'])
  for (const store of [storage, data]) expect((await textOf(store)).includes(mark)).toBe(false)
})

test('versions past their retention make room in a full room', async () => {
  let now = Date.now()
  const options = { retention: [{ keep: '1h' as const }], clock: () => now }
  const { ada, waiting } = await inFullRoom(options, async memory => {
    const { id } = await memory.add(`OLD 1 ${long}`)
    for (const n of [2, 3, 4]) await memory.update(id, { content: `OLD ${n} ${long}` })
    await memory.sync.flush('relay')
  })
  now += 2 * 3_600_000
  expect((await ada.compact()).dropped).toHaveLength(3)
  await waiting.durable('relay')
})
