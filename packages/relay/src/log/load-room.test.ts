import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { foldItems } from '../room/fold'
import type { LogItem } from '../room/log-item'
import { payloadsOf, Writer } from '../server/raw-client.fixture'
import { itemKey } from './keys'
import { DamagedRoomError, loadRoom, putRoom } from './load-room'
import { decodeItem, encodeItem } from './stored-item'

const room = '7:default/4:team/0'
const writer = new Writer(101)
const records: LogItem[] = Array.from({ length: 5 }, (_, index) => {
  const update = writer.push(`${index + 1}`)
  return {
    first: index + 1,
    last: index + 1,
    level: 0,
    codec: 0,
    size: update.length,
    bytes: update,
    bindings: [],
    receptions: [],
    from: new Map([[101, index]]),
    to: new Map([[101, index + 1]]),
    skips: new Map(),
    deletes: new Map(),
  }
})
const damaged = (item: LogItem): Uint8Array => encodeItem(item).fill(0xff, 20)

async function stored(items: readonly (readonly [LogItem, Uint8Array])[]) {
  const storage = memoryStorage()
  const puts = items.map(([item, value]) => ({ put: itemKey(room, item), value }))
  await storage.commit([putRoom(room, 'entries'), ...puts])
  return storage
}
const whole = (item: LogItem) => [item, encodeItem(item)] as const
const broken = (item: LogItem) => [item, damaged(item)] as const
const payloads = (items: readonly LogItem[]) => payloadsOf(items.map(({ bytes }) => bytes)).get(101)

test('a room that was never written is none', async () => {
  expect(await loadRoom(memoryStorage(), room)).toBeNull()
})

test('pieces and records come back in order', async () => {
  const piece = foldItems(records.slice(0, 3))
  const storage = await stored([piece, ...records.slice(3)].map(whole))
  const loaded = await loadRoom(storage, room)
  expect(loaded).toMatchObject({ mode: 'entries', generation: 0, cut: 0 })
  expect(payloads(loaded!.items)).toEqual(['1', '2', '3', '4', '5'])
})

test('damaged records at the end are cut, for ever, and the room has another generation', async () => {
  const storage = await stored([...records.slice(0, 3).map(whole), ...records.slice(3).map(broken)])
  const loaded = await loadRoom(storage, room)
  expect(loaded).toMatchObject({ generation: 1, cut: 2 })
  expect(payloads(loaded!.items)).toEqual(['1', '2', '3'])
  expect(await loadRoom(storage, room)).toMatchObject({ generation: 1, cut: 0 })
})

test('damage before the end refuses the room and changes nothing', async () => {
  const storage = await stored([whole(records[0]!), broken(records[1]!), whole(records[2]!)])
  await expect(loadRoom(storage, room)).rejects.toThrow(DamagedRoomError)
  await expect(loadRoom(storage, room)).rejects.toThrow('record 2, before the end of the log')
})

test('a missing record refuses the room', async () => {
  const storage = await stored([records[0]!, records[2]!].map(whole))
  await expect(loadRoom(storage, room)).rejects.toThrow('records 2 to 2 are missing')
})

test('a damaged piece is no torn end, even when nothing follows it', async () => {
  const piece = foldItems(records)
  const storage = await stored([broken(piece)])
  await expect(loadRoom(storage, room)).rejects.toThrow('a piece after record 0')
})

test('a folded item reads the same as what it was folded from', () => {
  const piece = foldItems(records)
  expect(decodeItem(encodeItem(piece))).toEqual(piece)
})
