import { decodeUpdate } from '@commonplace/protocol'
import { startRelay } from '@commonplace/relay'
import { StorageError } from '@commonplace/storage'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test, vi } from 'vitest'
import { connectionForTest, payloadsOf, replicaForTest, room as team, untilDoc } from './real-relay.fixture'
import { entry, liveReplica, updateOf } from './scripted-room.fixture'
import { settle } from './simulated-agent.fixture'

/** A replica that filled its room: the relay takes no write of a thousand bytes more. */
async function inFullRoom() {
  const relay = await startRelay({ data: memoryStorage(), insecure: true, limits: { roomBytes: 10_800 } })
  onTestFinished(() => relay.close())
  const attached = async (agent: string) => {
    const replica = await replicaForTest(agent)
    connectionForTest(relay.url, agent).attach(replica)
    return replica
  }
  const replica = await attached('ada')
  const add = (letter = 'x') => replica.append([entry(letter.repeat(1000))])
  const writes = Array.from({ length: 10 }, () => add())
  await replica.flush('relay')
  const isFull = () => expect.poll(() => replica.status.value.full).toBeDefined()
  return { relay, replica, attached, add, isFull, dots: writes.flatMap(({ dots }) => dots) }
}

test('RF14 deletes reach a full room before what waits for it, which goes on by itself when the relay has compacted it', async () => {
  const { replica, attached, add, isFull, dots } = await inFullRoom()
  const write = add('y')
  await isFull()
  expect(replica.status.value.full).toEqual({ message: 'this room is full', value: 10_800 })
  await replica.remove(dots.slice(0, 5)).reached('relay')
  await write.reached('relay')
  expect(replica.parked()).toEqual([])
  expect(replica.status.value).toMatchObject({ pending: 0, synced: true })
  expect(replica.status.value.full).toBeUndefined()
  const bob = await attached('bob')
  await untilDoc(bob, () => payloadsOf(bob).some(payload => payload.startsWith('y')))
  expect(payloadsOf(bob)).toHaveLength(6)
})

test('RF14 who waits for room goes on reading', async () => {
  const { replica, attached, add, isFull } = await inFullRoom()
  add('y')
  await isFull()
  const bob = await attached('bob')
  bob.append([entry('of Bob')])
  await untilDoc(replica, () => payloadsOf(replica).includes('of Bob'))
  expect(replica.status.value).toMatchObject({ synced: true, pending: 1 })
})

test('RF14 what is held back for a full room is kept over a restart, and goes when there is room', async () => {
  const { relay, attached, dots } = await inFullRoom()
  const storage = memoryStorage()
  const bob = await replicaForTest('bob', { storage })
  const connection = connectionForTest(relay.url, 'bob')
  connection.attach(bob)
  bob.append([entry('b'.repeat(1000))])
  await expect.poll(() => bob.status.value.full).toBeDefined()
  connection.close()
  await bob.close()
  await storage.close()
  await relay.compactRoom(team, { without: dots.slice(0, 3) })
  const again = await replicaForTest('bob', { storage: memoryStorage({ from: storage.disk }) })
  connectionForTest(relay.url, 'bob').attach(again)
  await again.flush('relay')
  const eve = await attached('eve')
  await untilDoc(eve, () => payloadsOf(eve).some(payload => payload.startsWith('b')))
})

/** Two entries of the room, which refuses a third one as full. */
async function refused() {
  const { replica, room } = await liveReplica()
  const first = replica.append([entry('a'), entry('b')])
  await settle()
  await room.ack()
  const late = replica.append([entry('c')])
  await settle()
  await room.refuse('quota', 2, 100)
  const { client } = replica
  const join = () => room.welcome({ vector: new Map([[client, 2]]) })
  await join()
  return { replica, room, join, dots: first.dots, late }
}

const deletesIn = (update: Uint8Array) => [...decodeUpdate(update).deletes.values()].flat()

test('RF14 what was refused as full is sent again when the pause is over, then in ever longer ones', async () => {
  const { replica, room, join, late } = await refused()
  expect(room.waits).toEqual([{ attempt: 0, atLeastMs: 0 }])
  expect(room.updates).toHaveLength(2)
  replica.append([entry('d')])
  await settle()
  expect(room.updates).toHaveLength(2)
  replica.retry()
  // Alone: what is less may fit.
  expect(room.updates.slice(2)).toEqual([{ ...room.updates[1], seq: 1 }])
  await room.refuse('quota')
  await join()
  expect(room.waits.at(-1)).toEqual({ attempt: 1, atLeastMs: 0 })
  replica.retry()
  await room.ack()
  await late.reached('relay')
  expect(replica.status.value.full).toBeUndefined()
  expect(room.updates).toHaveLength(5)
})

test('RF14 what is held back goes with the next join where the relay made room meanwhile', async () => {
  const { replica, room, join } = await refused()
  replica.retry()
  await room.refuse('quota')
  replica.retry()
  await join()
  expect(room.updates.at(-1)).toEqual({ ...room.updates[1], seq: 1 })
  expect(room.updates).toHaveLength(4)
  expect(room.waits).toHaveLength(1)
})

test('RF15 of a delete goes what the room has, and all of it once what was held back is there', async () => {
  const { replica, room, dots, late } = await refused()
  const both = replica.remove([dots[0]!, ...late.dots])
  await settle()
  expect(room.updates).toHaveLength(3)
  expect(deletesIn(room.updates[2]!.update)).toEqual([[0, 1]])
  await room.ack()
  expect(both.tier).toBe('local')
  expect(replica.status.value.pending).toBe(2)
  replica.retry()
  await room.ack()
  expect(deletesIn(room.updates.at(-1)!.update)).toEqual([
    [0, 1],
    [2, 3],
  ])
  await room.ack()
  await both.reached('relay')
  expect(replica.status.value.pending).toBe(0)
})

test('RF15 a part of a delete that was taken does not count as progress, and a whole one does', async () => {
  const { replica, room, join, dots, late } = await refused()
  const attempt = async () => {
    replica.retry()
    await room.refuse('quota')
    await join()
    return room.waits.at(-1)!.attempt
  }
  replica.remove([dots[0]!, ...late.dots])
  await settle()
  await room.ack()
  expect(await attempt()).toBe(1)
  await room.ack()
  expect(await attempt()).toBe(2)
  await room.ack()
  replica.remove([dots[1]!])
  await settle()
  await room.ack()
  expect(await attempt()).toBe(0)
})

test('RF14 a delete that a full room refuses too waits like any write, and one that it refuses for good is parked alone', async () => {
  const { replica, room, join, dots } = await refused()
  const writes = dots.map(dot => replica.remove([dot]))
  await settle()
  expect(room.updates.slice(2).map(({ seq }) => seq)).toEqual([1, 2])
  await room.refuse('quota', 1)
  expect(replica.status.value.state).toBe('waiting')
  replica.retry()
  await join()
  await room.ack(1)
  await room.refuse('forbidden', 2)
  await expect(writes[1]!.reached('relay')).rejects.toMatchObject({ code: 'forbidden' })
  await writes[0]!.reached('relay')
  expect(replica.parked()).toMatchObject([{ code: 'forbidden', removes: [dots[1]] }])
  expect(replica.status.value.pending).toBe(1)
})

test('RF14 what somebody else brought is deleted in a full room', async () => {
  const { replica, room } = await refused()
  replica.receive({ type: 'rights-changed', channel: 1, rights: ['read', 'append', 'curate'] })
  replica.receive({ type: 'updates', channel: 1, number: 9, updates: [updateOf(7, [{ key: 'k', payload: 'x' }])] })
  await settle()
  const write = replica.remove([{ client: 7, clock: 0 }])
  await settle()
  expect(deletesIn(room.updates.at(-1)!.update)).toEqual([[0, 1]])
  await room.ack()
  await write.reached('relay')
})

test('AK6 what is written while the disk of the relay is full waits here, and goes on by itself once there is room', async () => {
  const storage = memoryStorage()
  const relay = await startRelay({ data: storage, insecure: true })
  onTestFinished(() => relay.close())
  const replica = await replicaForTest('ada')
  connectionForTest(relay.url, 'ada').attach(replica)
  await replica.append([entry('with room')]).reached('relay')
  const commits = vi.spyOn(storage, 'commit')
  storage.fail(new StorageError('full', 'no room'))
  const queued = replica.append([entry('without')])
  await expect.poll(() => commits.mock.settledResults[0]?.type).toBe('rejected')
  const kept = replica.append([entry('and more')])
  await kept.reached('local')
  expect(replica.status.value.pending).toBe(2)
  storage.fail(undefined)
  await Promise.all([queued.reached('relay'), kept.reached('relay')])
  expect(replica.parked()).toEqual([])
}, 20_000)
