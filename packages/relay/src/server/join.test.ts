import { digestDeletes } from '@commonplace/protocol'
import { type MemoryStorage, memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { payloadsOf, RawClient, Writer } from './raw-client.fixture'
import { testRelay } from './test-relay.fixture'

/** A room in which a writer has written twice and deleted once, all of it acknowledged. */
async function writtenRoom(url: string) {
  const ada = await RawClient.greet(url, 'ada')
  const { joined } = await ada.join('team', { ids: [101] })
  const writer = new Writer(101)
  const updates = [writer.push('a'), writer.push('b'), writer.change(doc => doc.getArray('w/2t/0').delete(0))]
  for (const [index, update] of updates.entries()) {
    ada.send({ type: 'update', channel: joined.channel, seq: index + 1, lease: null, codec: 0, update })
  }
  while ((await ada.next('ack')).upTo < updates.length);
  return { ada, writer, channel: joined.channel, epoch: joined.epoch }
}

test('JN3 JN4 JN7 a join brings everything, in pieces that apply in order', async () => {
  const { url } = await testRelay()
  const { channel } = await writtenRoom(url)
  const bob = await RawClient.greet(url, 'bob')
  const { joined, pieces } = await bob.join('team', { request: 7 })
  expect(joined).toMatchObject({ request: 7, channel, taken: [], rights: ['discover', 'read', 'append', 'curate'] })
  expect(pieces.map(({ index }) => index)).toEqual(pieces.map((_, index) => index))
  expect(joined.bytes).toBe(pieces.reduce((sum, { update }) => sum + update.length, 0))
  expect(payloadsOf(pieces.map(({ update }) => update))).toEqual(new Map([[101, ['b']]]))
})

test('JN5 JN6 who knows the structs gets no pieces, but the deletes it does not know', async () => {
  const { url } = await testRelay()
  await writtenRoom(url)
  const bob = await RawClient.greet(url, 'bob')
  const vector = new Map([[101, 2]])
  const behind = await bob.join('team', { vector, deletesDigest: 0 })
  expect(behind.pieces).toHaveLength(1)
  const digest = digestDeletes(new Map([[101, [[0, 1]]]]))
  const level = await bob.join('team', { vector, deletesDigest: digest })
  expect(level.pieces).toEqual([])
})

test('JN8 what a joiner holds of another epoch says nothing about this one', async () => {
  const { url } = await testRelay()
  const { epoch } = await writtenRoom(url)
  const bob = await RawClient.greet(url, 'bob')
  const digest = digestDeletes(new Map([[101, [[0, 1]]]]))
  const known = { vector: new Map([[101, 2]]), deletesDigest: digest }
  expect((await bob.join('team', { ...known, epoch })).pieces).toEqual([])
  const other = await bob.join('team', { ...known, epoch: 'another' })
  expect(payloadsOf(other.pieces.map(({ update }) => update))).toEqual(new Map([[101, ['b']]]))
})

test('JN9 a room of another tenant does not exist', async () => {
  const { url } = await testRelay()
  await writtenRoom(url)
  const eve = await RawClient.greet(url, 'eve', 'other')
  for (const segment of [0, 1]) {
    const room = { tenant: 'default', space: 'team', segment }
    eve.send({ type: 'join', request: 1, room, epoch: '', ids: [], vector: new Map(), deletesDigest: 0 })
    expect((await eve.next('join-refused')).code).toBe('unknown-room')
  }
  expect((await eve.join('team', { tenant: 'other' })).joined.vector.size).toBe(0)
})

test('JN10 a join alone stores nothing', async () => {
  const storage = memoryStorage()
  const { url } = await testRelay({ data: storage })
  const ada = await RawClient.greet(url, 'ada')
  await ada.join('team', { ids: [101] })
  const stored = []
  for await (const { key } of storage.range(Uint8Array.of(0), Uint8Array.of(255))) stored.push(key)
  expect(stored).toHaveLength(1)
})

test('JN11 AK1 joining again starts the channel anew, from sequence 1', async () => {
  const { url } = await testRelay()
  const { ada, writer, channel } = await writtenRoom(url)
  await ada.join('team', { ids: [101] })
  ada.send({ type: 'update', channel, seq: 1, lease: null, codec: 0, update: writer.push('c') })
  expect((await ada.next('ack')).upTo).toBe(1)
})

test('JN13 JN14 after leaving nothing comes, and frames that cross the leave are dropped', async () => {
  const { url } = await testRelay()
  const { ada, writer, channel } = await writtenRoom(url)
  const bob = await RawClient.greet(url, 'bob')
  await bob.join('team')
  bob.send({ type: 'leave', channel })
  bob.send({ type: 'update', channel, seq: 1, lease: null, codec: 0, update: new Uint8Array(2) })
  await bob.settle()
  ada.send({ type: 'update', channel, seq: 4, lease: null, codec: 0, update: writer.push('c') })
  await ada.next('ack')
  await bob.settle()
  expect(bob.pending).toEqual([])
})

test('ID3 an id that somebody else wrote with is taken', async () => {
  const { url } = await testRelay()
  const { channel } = await writtenRoom(url)
  const eve = await RawClient.greet(url, 'eve')
  const { joined } = await eve.join('team', { ids: [101, 102] })
  expect(joined.taken).toEqual([101])
  const forged = new Writer(101).push('x', 'y', 'z')
  eve.send({ type: 'update', channel, seq: 1, lease: null, codec: 0, update: forged })
  expect(await eve.next('refused')).toMatchObject({ seq: 1, code: 'forbidden' })
})

test('ID3 an id that somebody else holds and has not used is taken too', async () => {
  const { url } = await testRelay()
  const [ada, eve] = [await RawClient.greet(url, 'ada'), await RawClient.greet(url, 'eve')]
  await ada.join('team', { ids: [101] })
  expect((await eve.join('team', { ids: [101] })).joined.taken).toEqual([101])
  await ada.settle()
  expect(ada.pending).toEqual([])
})

test('ID4 the latest channel of an agent takes its id over', async () => {
  const { url } = await testRelay()
  const { ada, channel, writer } = await writtenRoom(url)
  const again = await RawClient.greet(url, 'ada')
  expect((await again.join('team', { ids: [101] })).joined.taken).toEqual([])
  expect(await ada.next('closed')).toMatchObject({ channel, code: 'replaced' })
  ada.send({ type: 'update', channel, seq: 4, lease: null, codec: 0, update: writer.push('late') })
  await ada.settle()
  expect(ada.pending).toEqual([])
})

test('LM4 a socket has so many rooms and no more', async () => {
  const { url } = await testRelay({ limits: { roomsPerSocket: 2 } })
  const ada = await RawClient.greet(url, 'ada')
  for (const space of ['a', 'b', 'a']) await ada.join(space)
  const room = { tenant: 'default', space: 'c', segment: 0 }
  ada.send({ type: 'join', request: 9, room, epoch: '', ids: [], vector: new Map(), deletesDigest: 0 })
  expect(await ada.next('join-refused')).toMatchObject({ request: 9, code: 'quota', value: 2 })
})

/** A relay that unloads a room as soon as nobody is in it, and counts how often one is loaded. */
async function forgetfulRelay(storage: MemoryStorage) {
  const count = { loads: 0 }
  const range: MemoryStorage['range'] = (...args) => {
    count.loads++
    return storage.range(...args)
  }
  const { url } = await testRelay({ data: { ...storage, range }, idleMs: 1 })
  count.loads = 0
  /** What a room holds once it was unloaded and loaded again. */
  const reloaded = async () => {
    const before = count.loads
    const late = await RawClient.greet(url, 'late')
    while (count.loads === before) {
      const { joined } = await late.join('team')
      late.send({ type: 'leave', channel: joined.channel })
      await late.settle()
    }
    return (await late.join('team')).joined.vector
  }
  return { url, count, reloaded }
}

test('many joiners of a room that is not loaded share one load, and an idle room is unloaded', async () => {
  const storage = memoryStorage()
  const first = await testRelay({ data: storage })
  await writtenRoom(first.url)
  await first.close()
  const { url, count, reloaded } = await forgetfulRelay(memoryStorage({ from: storage.disk }))
  const readers = await Promise.all(['a', 'b', 'c'].map(agent => RawClient.greet(url, agent)))
  await Promise.all(readers.map(reader => reader.join('team')))
  expect(count.loads).toBe(1)
  for (const reader of readers) reader.close()
  await Promise.all(readers.map(({ closed }) => closed))
  expect(await reloaded()).toEqual(new Map([[101, 2]]))
})

test('an idle room is not unloaded before what the journal holds of it lies where the next load looks for it', async () => {
  const { url, reloaded } = await forgetfulRelay(memoryStorage())
  const { ada } = await writtenRoom(url)
  ada.close()
  await ada.closed
  expect(await reloaded()).toEqual(new Map([[101, 2]]))
})

test('a room is unloaded though a connection is open whose channel it has closed', async () => {
  const { url, reloaded } = await forgetfulRelay(memoryStorage())
  const { ada } = await writtenRoom(url)
  const again = await RawClient.greet(url, 'ada')
  await again.join('team', { ids: [101] })
  await ada.next('closed')
  again.close()
  await again.closed
  expect(await reloaded()).toEqual(new Map([[101, 2]]))
})
