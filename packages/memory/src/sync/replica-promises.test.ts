import { decodeUpdate } from '@commonplace/protocol'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { platform } from '#platform'
import { discard } from './discard'
import { entriesOf } from './document-entries.fixture'
import { journalKeys } from './journal-keys'
import { entry, liveReplica, openReplica, ScriptedRoom, updateOf } from './scripted-room.fixture'
import { settle } from './simulated-agent.fixture'

test('ID1 an id has 53 random bits', () => {
  const ids = Array.from({ length: 1000 }, () => platform.randomClientId())
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.every(id => Number.isSafeInteger(id) && id > 0)).toBe(true)
  // Each bit is set in some, and not in all.
  for (let bit = 0; bit < 53; bit++) {
    const set = ids.filter(id => Math.floor(id / 2 ** bit) % 2 === 1).length
    expect(set, `bit ${bit}`).toBeGreaterThan(300)
    expect(set, `bit ${bit}`).toBeLessThan(700)
  }
})

test('ID1 the id is set after what is stored was loaded, which may hold the same one', async () => {
  const { replica, storage } = await openReplica({ randomClientId: () => 7 })
  replica.append([entry('a')])
  await settle()
  const { replica: next } = await openReplica({
    storage: memoryStorage({ from: storage.crash() }),
    randomClientId: () => 8,
  })
  expect([next.client, next.doc.clientID]).toEqual([8, 8])
  expect(next.append([entry('b')]).dots).toEqual([{ client: 8, clock: 0 }])
})

test('ID7 a document whose id Yjs changed is a fault that is told, and what is written next has a fresh id', async () => {
  const { replica, room } = await liveReplica()
  const faults: string[] = []
  replica.onFault(({ code }) => faults.push(code))
  const old = replica.client
  room.replica.disconnect()
  const again = new ScriptedRoom(replica)
  await again.welcome({}, [updateOf(old, [{ key: 'k', payload: 'theirs' }])])
  expect(faults).toEqual(['clients-collided'])
  expect(replica.client).not.toBe(old)
  expect(replica.append([entry('mine')]).dots).toEqual([{ client: replica.client, clock: 0 }])
})

test('AK9 an acknowledged write is in the base and out of the outbox in one commit', async () => {
  const { replica, storage, room } = await liveReplica()
  replica.append([entry('a')])
  await settle()
  const commits: string[][] = []
  const commit = storage.commit.bind(storage)
  storage.commit = operations => {
    commits.push(
      operations.map(each =>
        'put' in each ? `put ${nameOf(each.put)}` : 'delete' in each ? `delete ${nameOf(each.delete)}` : '',
      ),
    )
    return commit(operations)
  }
  await room.ack()
  expect(commits[0]).toEqual(expect.arrayContaining(['put base', 'delete outbox']))
})

test('RF11 JN15 what is not acknowledged is offered to the relay alone, and not before the room is here', async () => {
  const { replica } = await openReplica()
  const write = replica.append([entry('a')])
  await write.reached('local')
  const room = new ScriptedRoom(replica)
  expect([room.updates, [...room.joins[0]!.vector]]).toEqual([[], []])
  await room.welcome({}, [updateOf(9, [{ key: 'k', payload: 'theirs' }])])
  expect(room.updates.map(({ update }) => [...decodeUpdate(update).blocks.keys()])).toEqual([[replica.client]])
})

test('RF13 a parked write is told once, kept over a restart, and gone when its author discards it', async () => {
  const { replica, storage, room } = await liveReplica()
  const told: number[] = []
  replica.onRefused(({ n }) => told.push(n))
  replica.append([entry('a')])
  await settle()
  await room.refuse('invalid')
  expect(told).toEqual([1])
  const { replica: next, storage: disk } = await openReplica({ storage: memoryStorage({ from: storage.crash() }) })
  expect(next.parked().map(({ n, code, entries }) => [n, code, entries[0]?.payload])).toEqual([[1, 'invalid', 'a']])
  await discard(next, 1)
  const { replica: last } = await openReplica({ storage: memoryStorage({ from: disk.crash() }) })
  expect(last.parked()).toEqual([])
})

test('RT6 a replica says that it lacks what the room has until it was told everything', async () => {
  const { replica } = await openReplica()
  expect(replica.status.value).toMatchObject({ synced: false, epoch: '' })
  const room = new ScriptedRoom(replica)
  expect(replica.status.value.synced).toBe(false)
  await room.welcome()
  expect(replica.status.value.synced).toBe(true)
  replica.disconnect()
  expect(replica.status.value).toMatchObject({ synced: false, epoch: 'one' })
  expect(entriesOf(replica.doc)).toEqual([])
})

const sorts = ['base', 'outbox', 'parked', 'hole', 'own', 'binding'] as const

function nameOf(key: Uint8Array): string {
  const keys = journalKeys('s')
  return sorts.find(sort => inRange(key, keys.all(sort))) ?? 'meta'
}

function inRange(key: Uint8Array, [from, to]: readonly [Uint8Array, Uint8Array]): boolean {
  return Buffer.compare(key, from) >= 0 && Buffer.compare(key, to) < 0
}
