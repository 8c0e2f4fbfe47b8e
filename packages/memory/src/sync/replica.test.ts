import { decodeUpdate } from '@commonplace/protocol'
import { StorageError } from '@commonplace/storage'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { entriesIn } from '../model'
import { discard } from './discard'
import { entriesOf } from './document-entries.fixture'
import { entry, liveReplica, openReplica, ScriptedRoom, updateOf } from './scripted-room.fixture'
import { settle } from './simulated-agent.fixture'

const payloads = (update: Uint8Array) =>
  [...decodeUpdate(update).blocks.values()].flatMap(structs => entriesIn(structs)).map(({ payload }) => payload)

test('AK7 AK10 a write is in the document at once, on disk before it is sent, and acknowledged last', async () => {
  const storage = memoryStorage({ hold: true })
  const { replica } = await openReplica({ storage })
  const room = new ScriptedRoom(replica)
  await room.welcome()
  const write = replica.append([entry('a')])
  expect(entriesOf(replica.doc)).toHaveLength(1)
  await settle()
  expect(write.tier).toBe('memory')
  expect(room.updates).toEqual([])
  storage.flush()
  await write.reached('local')
  expect(room.updates).toHaveLength(1)
  expect(write.tier).toBe('local')
  await room.ack()
  await write.reached('relay')
  expect(replica.status.value).toMatchObject({ pending: 0, state: 'live' })
})

test('JN1 the join names the base, not what is in the outbox', async () => {
  const { replica } = await openReplica()
  replica.append([entry('a')])
  await settle()
  const room = new ScriptedRoom(replica)
  expect(room.joins).toEqual([{ epoch: '', ids: [replica.client], receipts: [], vector: new Map(), deletesDigest: 0 }])
  await room.welcome()
  await room.ack()
  replica.disconnect()
  replica.append([entry('b')])
  const again = new ScriptedRoom(replica)
  expect(again.joins).toEqual([
    { epoch: 'one', ids: [replica.client], receipts: [], vector: new Map([[replica.client, 1]]), deletesDigest: 0 },
  ])
})

test('RT1 what was written offline goes out folded', async () => {
  const { replica } = await openReplica()
  for (const payload of ['a', 'b', 'c']) replica.append([entry(payload)])
  await settle()
  const room = new ScriptedRoom(replica)
  await room.welcome()
  expect(room.updates.map(({ seq, update }) => [seq, payloads(update)])).toEqual([[1, ['a', 'b', 'c']]])
})

test('RF3 a refused fold is sent again write by write, and one write alone is parked', async () => {
  const { replica } = await openReplica()
  const writes = ['a', 'b', 'c'].map(payload => replica.append([entry(payload)]))
  const dots = writes.map(({ dots }) => dots)
  await settle()
  const room = new ScriptedRoom(replica)
  await room.welcome()
  await room.refuse('invalid')
  expect(replica.parked()).toEqual([])
  await room.welcome()
  await room.ack()
  expect(room.updates.slice(1).map(({ update }) => payloads(update))).toEqual([['a'], ['b']])
  await room.refuse('invalid')
  expect(replica.parked()).toMatchObject([{ n: 2, code: 'invalid', message: 'no', entries: [{ payload: 'b' }] }])
  await expect(writes[1]!.reached('relay')).rejects.toMatchObject({ code: 'invalid' })
  await room.welcome({}, [])
  await room.ack()
  await writes[2]!.reached('relay')
  expect(writes.map(write => write.dots)).toEqual(dots)
  expect(entriesOf(replica.doc).map(({ payload }) => payload)).toEqual(['a', 'c'])
})

test('RF4 a rebuild is on disk before the next join', async () => {
  const storage = memoryStorage({ hold: true })
  const { replica } = await openReplica({ storage })
  const room = new ScriptedRoom(replica)
  await room.welcome()
  replica.append([entry('a')])
  storage.flush()
  await settle()
  await room.refuse('invalid')
  expect(replica.parked()).toHaveLength(1)
  expect(room.joins).toHaveLength(1)
  storage.flush()
  await settle()
  expect(room.joins).toHaveLength(2)
})

test('RF6 the document is replaced by a rebuild, and writes go on under the same id and at the next dot', async () => {
  const { replica, room } = await liveReplica()
  const before = replica.doc
  const { client } = replica
  const documents: unknown[] = []
  replica.onDocument(doc => documents.push(doc))
  replica.append([entry('a')])
  await settle()
  await room.refuse('invalid')
  expect(documents).toEqual([replica.doc])
  expect(replica.doc).not.toBe(before)
  expect(replica.append([entry('b')]).dots).toEqual([{ client, clock: 1 }])
})

test('RF9 a refusal for now parks nothing and waits as long as it was told', async () => {
  const { replica, room } = await liveReplica()
  const write = replica.append([entry('a')])
  await settle()
  await room.refuse('rate-limited', 1, 1234)
  expect(replica.status.value).toMatchObject({ state: 'waiting', pending: 1, refused: [] })
  expect(room.waits).toEqual([{ attempt: 0, atLeastMs: 1234 }])
  replica.retry()
  await room.welcome()
  await room.ack()
  await write.reached('relay')
})

test('RF9 what is full says how much it holds, not how long to wait', async () => {
  const { replica } = await openReplica()
  const room = new ScriptedRoom(replica)
  replica.receive({ type: 'join-refused', request: 1, code: 'quota', message: 'full', value: 1_073_741_824 })
  expect(room.waits).toEqual([{ attempt: 0, atLeastMs: 0 }])
})

test('RF10 a lone write refused twice for want of its past is parked', async () => {
  const { replica, room } = await liveReplica()
  replica.append([entry('a')])
  await settle()
  await room.refuse('causal-gap')
  expect(replica.parked()).toEqual([])
  await room.welcome()
  await room.refuse('causal-gap')
  expect(replica.parked()).toMatchObject([{ code: 'causal-gap' }])
})

test('RF12 a room that may only be read parks the whole outbox in one commit', async () => {
  const { replica, storage } = await openReplica()
  for (const payload of ['a', 'b', 'c']) replica.append([entry(payload)])
  await settle()
  let commits = 0
  const { commit } = storage
  storage.commit = operations => {
    if (operations.length > 0) commits++
    return commit.call(storage, operations)
  }
  const room = new ScriptedRoom(replica)
  await room.welcome({ rights: ['read'] })
  expect(replica.parked().map(({ n, code }) => [n, code])).toEqual([
    [1, 'forbidden'],
    [2, 'forbidden'],
    [3, 'forbidden'],
  ])
  // One takes the answer, one parks.
  expect(commits).toBe(2)
  expect(room.updates).toEqual([])
})

test('ID8 ID9 a clean close keeps the client id, a crash burns it and loses nothing that was local', async () => {
  const { replica, storage } = await openReplica()
  const { client } = replica
  replica.append([entry('a')])
  await replica.close()
  await storage.close()
  const second = await openReplica({ storage: memoryStorage({ from: storage.disk }) })
  expect(second.replica.client).toBe(client)
  await second.replica.append([entry('b')]).reached('local')
  const third = await openReplica({ storage: memoryStorage({ from: second.storage.crash() }) })
  expect(third.replica.client).not.toBe(client)
  expect(entriesOf(third.replica.doc).map(({ payload }) => payload)).toEqual(['a', 'b'])
  expect(third.replica.status.value.pending).toBe(2)
  const room = new ScriptedRoom(third.replica)
  expect(room.joins[0]!.ids).toEqual([third.replica.client, client])
})

test('RT3 AK8 what the room already has of the outbox is not sent again', async () => {
  const { replica, room } = await liveReplica()
  const write = replica.append([entry('a')])
  await settle()
  const { update } = room.updates[0]!
  replica.disconnect()
  const again = new ScriptedRoom(replica)
  await again.welcome({}, [update])
  await write.reached('relay')
  expect(again.updates).toEqual([])
})

test('ID11 somebody else who writes under the id in use makes the replica take a fresh one', async () => {
  const { replica, room } = await liveReplica()
  const { client } = replica
  const moved: string[] = []
  replica.onMoved(names => moved.push(...names.keys()))
  const write = replica.append([entry('mine')])
  await settle()
  replica.disconnect()
  const again = new ScriptedRoom(replica)
  await again.welcome({}, [updateOf(client, [{ key: 'k', payload: 'theirs' }])])
  expect(replica.client).not.toBe(client)
  expect(write.dots).toEqual([{ client: replica.client, clock: 0 }])
  expect(moved).toEqual([`${client.toString(36)}.0`])
  await again.welcome()
  expect(again.updates.map(({ update }) => payloads(update))).toEqual([['mine']])
  expect(
    entriesOf(replica.doc)
      .map(({ payload }) => payload)
      .sort(),
  ).toEqual(['mine', 'theirs'])
  expect(room.failures).toEqual([])
})

test('fanned-out entries under an id that is held are not taken but looked into by a new join', async () => {
  const { replica, room } = await liveReplica()
  const updates = [updateOf(replica.client, [{ key: 'k', payload: 'theirs' }])]
  replica.receive({ type: 'updates', channel: 1, number: 1, updates })
  expect(entriesOf(replica.doc)).toEqual([])
  expect(room.joins).toHaveLength(2)
})

test('RT4 a new epoch: own entries are offered again, then the outbox', async () => {
  const { replica, room } = await liveReplica()
  await replica.append([entry('a')]).reached('local')
  await room.ack()
  replica.receive({
    type: 'updates',
    channel: 1,
    number: 2,
    updates: [updateOf(7, [{ key: 'k', payload: 'foreign' }])],
  })
  replica.disconnect()
  replica.append([entry('b')])
  await settle()
  const wiped = new ScriptedRoom(replica)
  await wiped.welcome({ epoch: 'two' })
  expect(replica.status.value).toMatchObject({ epoch: 'two', restoring: true })
  await wiped.welcome({ epoch: 'two' })
  expect(wiped.updates.map(({ update }) => payloads(update))).toEqual([['a']])
  await wiped.ack()
  expect(replica.status.value.restoring).toBe(false)
  expect(wiped.updates.slice(1).map(({ update }) => payloads(update))).toEqual([['b']])
})

test('LM7 a write larger than the relay takes is parked without being sent', async () => {
  const { replica, room } = await liveReplica({}, { updateBytes: 500 })
  const big = replica.append([entry('x'.repeat(600))])
  const small = replica.append([entry('small')])
  await expect(big.reached('relay')).rejects.toMatchObject({ code: 'too-large' })
  await settle()
  await room.welcome()
  await room.ack()
  await small.reached('relay')
  expect(room.updates.map(({ update }) => payloads(update))).toEqual([['small']])
})

test('many entries are one write of several records, none above what a frame carries', async () => {
  const { replica, room } = await liveReplica()
  const write = replica.append(Array.from({ length: 300 }, (_, i) => entry(`${i} ${'x'.repeat(1000)}`)))
  expect(write.dots).toHaveLength(300)
  expect(replica.status.value.pending).toBeGreaterThan(1)
  await settle()
  await room.ack()
  await write.reached('relay')
  expect(room.updates.every(({ update }) => update.length <= 256 * 1024)).toBe(true)
})

test('a private space keeps its writes, reaches local, and never relay', async () => {
  const { replica, storage } = await openReplica({ room: null })
  const write = replica.append([entry('secret')])
  await replica.flush('relay')
  expect(write.tier).toBe('local')
  await expect(write.reached('relay')).rejects.toMatchObject({ code: 'private' })
  expect(replica.status.value).toMatchObject({ state: 'private', pending: 0 })
  await replica.close()
  await storage.close()
  const { replica: again } = await openReplica({ room: null, storage: memoryStorage({ from: storage.disk }) })
  expect(entriesOf(again.doc).map(({ payload }) => payload)).toEqual(['secret'])
})

test('many small pieces of the base are merged on disk, and nothing is lost by it', async () => {
  const { replica, storage } = await openReplica({ room: null })
  for (let i = 0; i < 1000; i++) await replica.append([entry(`${i}`)]).reached('local')
  for (let turn = 0; turn < 5; turn++) await settle()
  await replica.close()
  expect(storage.disk.size).toBeLessThan(60)
  await storage.close()
  const { replica: again } = await openReplica({ room: null, storage: memoryStorage({ from: storage.disk }) })
  expect(entriesOf(again.doc)).toHaveLength(1000)
})

test('RF8 an erasure is replayed when a write before it is refused, a compaction is given up', async () => {
  const { replica, room } = await liveReplica()
  const kept = replica.append([entry('erased'), entry('compacted')])
  await settle()
  await room.ack()
  replica.append([entry('bad')])
  await settle()
  const erased = replica.remove([kept.dots[0]!])
  const compacted = replica.remove([kept.dots[1]!], { isCompaction: true })
  await settle()
  await room.refuse('invalid', 2)
  expect(entriesOf(replica.doc).map(({ payload }) => payload)).toEqual(['compacted'])
  await expect(compacted.reached('relay')).rejects.toMatchObject({ code: 'dropped' })
  await room.welcome()
  await room.ack()
  await erased.reached('relay')
})

test('entries of others are not removed', async () => {
  const { replica } = await openReplica()
  expect(() => replica.remove([{ client: 1, clock: 0 }])).toThrow(expect.objectContaining({ code: 'not-own' }))
})

test('a storage that fails ends the replica and says so, and waiting writes fail', async () => {
  const { replica, storage } = await openReplica()
  const faults: string[] = []
  replica.onFault(({ code }) => faults.push(code))
  storage.fail(new StorageError('full', 'no room'))
  const write = replica.append([entry('a')])
  await expect(write.reached('local')).rejects.toMatchObject({ code: 'storage-failed' })
  expect(() => replica.append([entry('b')])).toThrow(expect.objectContaining({ code: 'storage-failed' }))
  expect(replica.status.value).toMatchObject({ state: 'failed', fault: { code: 'storage-failed' } })
  expect(faults).toEqual(['storage-failed'])
  await replica.close()
})

test('a closed replica refuses work and ends who waits', async () => {
  const { replica } = await openReplica()
  const waiting = replica.append([entry('a')]).reached('relay')
  const refused = expect(waiting).rejects.toMatchObject({ code: 'closed' })
  await replica.close()
  await refused
  expect(() => replica.append([entry('b')])).toThrow(expect.objectContaining({ code: 'closed' }))
})

test('waiting can be called off', async () => {
  const { replica } = await openReplica()
  const abort = new AbortController()
  const waiting = replica.append([entry('a')]).reached('relay', { signal: abort.signal })
  const flushing = replica.flush('relay', { signal: abort.signal })
  abort.abort(new Error('enough'))
  await expect(waiting).rejects.toThrow('enough')
  await expect(flushing).rejects.toThrow('enough')
})

test('flush takes a refusal for an answer', async () => {
  const { replica, room } = await liveReplica()
  replica.append([entry('a')])
  await settle()
  const flushed = replica.flush('relay')
  await room.refuse('invalid')
  await flushed
  expect(replica.status.value.refused).toHaveLength(1)
  await discard(replica, 1)
  expect(replica.status.value.refused).toEqual([])
})

test('a relay that sends what is no update is left', async () => {
  const { replica, room } = await liveReplica()
  replica.receive({ type: 'updates', channel: 1, number: 1, updates: [new Uint8Array([9, 9, 9])] })
  expect(room.failures).toHaveLength(1)
  replica.receive({ type: 'ack', channel: 1, upTo: 9 })
  expect(room.failures).toHaveLength(2)
})

test('who writes under an id is known from the relay, also after a restart', async () => {
  const { replica, storage, room } = await liveReplica()
  replica.receive({ type: 'bindings', channel: 1, bindings: [{ client: 7, agent: 'bob', user: 'u' }] })
  expect(replica.authorOf(7)).toEqual({ agent: 'bob', user: 'u' })
  expect(replica.authorOf(replica.client)).toEqual({ agent: 'ada', user: 'u' })
  expect(room.failures).toEqual([])
  await replica.close()
  await storage.close()
  const { replica: again } = await openReplica({ storage: memoryStorage({ from: storage.disk }) })
  expect(again.authorOf(7)).toEqual({ agent: 'bob', user: 'u' })
})
