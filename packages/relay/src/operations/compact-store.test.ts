import { roomToString } from '@commonplace/protocol'
import { type MemoryStorage, memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { createCompactor, defaultCompaction } from '../compaction/compactor'
import { itemKey } from '../log/keys'
import { loadRoom } from '../log/load-room'
import { openLog } from '../log/open-log'
import { payloadsOf, RawClient, Writer } from '../server/raw-client.fixture'
import { testRelay } from '../server/test-relay.fixture'
import { compactStore } from './compact-store'

const nameOf = (space: string) => roomToString({ tenant: 'default', space, segment: 0 })
const secret = 'to be gone '.repeat(50)

/** A store of two rooms, in which the first of two entries is deleted. */
async function filled(): Promise<MemoryStorage> {
  const storage = memoryStorage()
  const relay = await testRelay({ data: storage })
  for (const space of ['alpha', 'beta']) {
    const ada = await RawClient.greet(relay.url, 'ada')
    const { joined } = await ada.join(space, { ids: [101] })
    const writer = new Writer(101)
    const updates = [writer.push(secret), writer.push('stays'), writer.change(doc => doc.getArray('w/2t/0').delete(0))]
    for (const [index, update] of updates.entries()) {
      ada.send({ type: 'update', channel: joined.channel, seq: index + 1, lease: null, codec: 0, update })
      await ada.next('ack')
    }
  }
  const killed = memoryStorage({ from: storage.disk.copy() })
  await relay.close()
  // One that closes folds them.
  await openLog(killed, () => 'e')
  return killed
}

async function compacted(storage: MemoryStorage, inputBytes = defaultCompaction.inputBytes) {
  const compactor = createCompactor({ ...defaultCompaction, inputBytes })
  const rooms = []
  for await (const room of compactStore(storage, compactor)) rooms.push(room)
  await compactor.close()
  return rooms
}

async function updatesIn(storage: MemoryStorage, space: string): Promise<Uint8Array[]> {
  return (await loadRoom(storage, nameOf(space)))!.items.map(({ bytes }) => bytes)
}

test('CP1 CP2 every room of a store at rest is rewritten without what is deleted, and the next time there is nothing to do', async () => {
  const storage = await filled()
  const rooms = await compacted(storage)
  expect(rooms.map(({ room, fault }) => [room, fault])).toEqual([
    [nameOf('beta'), null],
    [nameOf('alpha'), null],
  ])
  for (const { before, after } of rooms) expect(after).toBeLessThan(before / 2)
  for (const space of ['alpha', 'beta']) {
    const updates = await updatesIn(storage, space)
    expect(payloadsOf(updates).get(101)).toEqual(['stays'])
    expect(Buffer.concat(updates).includes(secret)).toBe(false)
  }
  const again = await compacted(storage)
  expect(again.map(({ before }) => before)).toEqual(rooms.map(({ after }) => after))
})

test('CP4 a room that is damaged or too large is named and left as it is, the others are rewritten', async () => {
  const storage = await filled()
  await storage.commit([{ put: itemKey(nameOf('beta'), { first: 2, level: 0 }), value: Uint8Array.of(1) }])
  const [beta, alpha] = await compacted(storage)
  expect(beta!.fault).toContain('record 2')
  expect(alpha!.fault).toBeNull()
  const large = await filled()
  const before = await updatesIn(large, 'alpha')
  for (const { fault } of await compacted(large, 10)) expect(fault).toContain('at most 10 are compacted')
  expect(await updatesIn(large, 'alpha')).toEqual(before)
})
