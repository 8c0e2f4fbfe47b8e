import { StorageError } from '@commonplace/storage'
import { type MemoryStorage, memoryStorage } from '@commonplace/storage/memory'
import { afterEach, expect, test } from 'vitest'
import { type Relay, startRelay } from '../index'
import { payloadsOf, RawClient, Writer } from './raw-client.fixture'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

/** A relay whose commits reach the disk only when the test says so. */
async function heldRelay(onFailure?: (error: unknown) => void): Promise<{ relay: Relay; storage: MemoryStorage }> {
  const first = memoryStorage()
  await (await startRelay({ insecure: true, data: first })).close()
  const storage = memoryStorage({ from: first.disk, hold: true })
  const relay = await startRelay({ insecure: true, data: storage, onFailure })
  ends.push(() => flushUntil(storage, relay.close()))
  return { relay, storage }
}

/** Brings one commit after the other to the disk until a promise is settled. */
async function flushUntil(storage: MemoryStorage, promise: Promise<unknown>): Promise<void> {
  let isSettled = false
  const settled = (): void => {
    isSettled = true
  }
  promise.then(settled, settled)
  while (!isSettled) {
    storage.flush(1)
    await new Promise<void>(resolve => setImmediate(resolve))
  }
}

/** Resolves once this many commits wait for the disk. */
async function pending(storage: MemoryStorage, count: number): Promise<void> {
  while (storage.pending < count) await new Promise<void>(resolve => setImmediate(resolve))
}

const team = { tenant: 'default', space: 'team', segment: 0 }
const joinAs = (ids: number[]) =>
  ({ type: 'join', request: 1, room: team, epoch: '', ids, vector: new Map(), deletesDigest: 0 }) as const

async function writing(relay: Relay) {
  const [ada, bob] = [await RawClient.greet(relay.url, 'ada'), await RawClient.greet(relay.url, 'bob')]
  const { joined } = await ada.join('team', { ids: [101] })
  await bob.join('team')
  const writer = new Writer(101)
  const update = writer.push('once')
  ada.send({ type: 'update', channel: joined.channel, seq: 1, lease: null, codec: 0, update })
  return { ada, bob, channel: joined.channel, update }
}

test('AK2 AK5 nothing is acknowledged or fanned out before it is on disk', async () => {
  const { relay, storage } = await heldRelay()
  const { ada, bob } = await writing(relay)
  await pending(storage, 1)
  await Promise.all([ada.settle(), bob.settle()])
  expect([...ada.pending, ...bob.pending]).toEqual([])
  storage.flush()
  await ada.next('ack')
  await bob.next('updates')
})

test('AK4 a repeat is not acknowledged before what it repeats is on disk', async () => {
  const { relay, storage } = await heldRelay()
  const { ada, update, channel } = await writing(relay)
  await pending(storage, 1)
  ada.send({ type: 'update', channel, seq: 2, lease: null, codec: 0, update })
  await ada.settle()
  expect(ada.pending).toEqual([])
  storage.flush()
  expect((await ada.next('ack')).upTo).toBe(2)
})

test('AK2 updates that share a commit with a fold are acknowledged with it', async () => {
  const { relay, storage } = await heldRelay()
  const ada = await RawClient.greet(relay.url, 'ada')
  const { joined } = await ada.join('team', { ids: [101] })
  const writer = new Writer(101)
  let seq = 0
  const send = (count: number): void => {
    for (let n = 0; n < count; n++) {
      seq++
      const update = writer.push(`${seq}`)
      ada.send({ type: 'update', channel: joined.channel, seq, lease: null, codec: 0, update })
    }
  }
  for (let round = 0; round < 4; round++) {
    // The first commit is under way while more updates and the fold of what it brings gather in the next.
    send(40)
    for (let upTo = 0; upTo < seq; ) {
      const ack = ada.next('ack')
      await flushUntil(storage, ack)
      upTo = (await ack).upTo
    }
  }
  const reader = await RawClient.greet(relay.url, 'reader')
  const { pieces } = await reader.join('team')
  expect(pieces.length).toBeLessThan(40)
  expect(payloadsOf(pieces.map(({ update }) => update)).get(101)).toHaveLength(160)
})

test('JN2 a join waits for what was queued before it, so that its answer shows it', async () => {
  const { relay, storage } = await heldRelay()
  const { update } = await writing(relay)
  await pending(storage, 1)
  const again = await RawClient.greet(relay.url, 'ada')
  again.send(joinAs([101]))
  await again.settle()
  expect(again.pending).toEqual([])
  storage.flush()
  const joined = await again.next('joined')
  expect(joined.vector).toEqual(new Map([[101, 1]]))
  expect((await again.next('piece')).update).toEqual(update)
  await again.settle()
  expect(again.pending).toEqual(['synced'])
})

test('what was not on disk when the power went is not there after, what was is', async () => {
  const { relay, storage } = await heldRelay()
  const { ada, channel } = await writing(relay)
  await pending(storage, 1)
  storage.flush()
  await ada.next('ack')
  const lost = new Writer(101)
  lost.push('once')
  ada.send({ type: 'update', channel, seq: 2, lease: null, codec: 0, update: lost.push('lost') })
  await pending(storage, 1)
  storage.fail(new StorageError('failed', 'the power is gone'))
  await ada.closed
  await expect(relay.close()).rejects.toThrow('the power is gone')
  const restarted = await startRelay({ insecure: true, data: memoryStorage({ from: storage.disk }) })
  ends.push(() => restarted.close())
  const reader = await RawClient.greet(restarted.url, 'reader')
  const { pieces, joined } = await reader.join('team')
  expect(payloadsOf(pieces.map(({ update }) => update)).get(101)).toEqual(['once'])
  expect(joined.bindings).toEqual([{ client: 101, agent: 'ada', user: '' }])
})

test('AK6 when the disk refuses, every socket is cut and the owner is told', async () => {
  let failed: (error: unknown) => void
  const failure = new Promise<unknown>(resolve => {
    failed = resolve
  })
  const { relay, storage } = await heldRelay(error => failed(error))
  const { ada, bob } = await writing(relay)
  await pending(storage, 1)
  storage.fail(new StorageError('failed', 'the disk is gone'))
  expect(await failure).toMatchObject({ message: 'the disk is gone' })
  expect([await ada.closed, await bob.closed]).toEqual([1006, 1006])
  expect([...ada.pending, ...bob.pending]).toEqual([])
})

test('JN18 a room whose log is damaged is unavailable for now, and the others live on', async () => {
  const storage = memoryStorage()
  const first = await startRelay({ insecure: true, data: storage })
  for (const space of ['team', 'other']) {
    const ada = await RawClient.greet(first.url, 'ada')
    const { joined } = await ada.join(space, { ids: [101] })
    const writer = new Writer(101)
    for (const seq of [1, 2, 3]) {
      const update = writer.push(`${seq}`)
      ada.send({ type: 'update', channel: joined.channel, seq, lease: null, codec: 0, update })
    }
    while ((await ada.next('ack')).upTo < 3);
  }
  await first.close()
  const damaged = memoryStorage({ from: storage.disk })
  const { itemKey } = await import('../log/keys')
  const { roomToString } = await import('@commonplace/protocol')
  const key = itemKey(roomToString(team), { first: 2, level: 0 })
  await damaged.commit([{ put: key, value: Uint8Array.of(1, 2, 3) }])
  const relay = await startRelay({ insecure: true, data: damaged })
  ends.push(() => relay.close())
  const bob = await RawClient.greet(relay.url, 'bob')
  bob.send(joinAs([]))
  const refused = await bob.next('join-refused')
  expect(refused).toMatchObject({ code: 'unavailable', value: 60_000 })
  expect(refused.message).toContain('its log is damaged')
  expect((await bob.join('other')).joined.vector).toEqual(new Map([[101, 3]]))
})
