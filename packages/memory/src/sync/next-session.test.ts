import { type MemoryStorage, memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { entriesOf } from './document-entries.fixture'
import { purge } from './purge'
import { entry, liveReplica, openReplica, ScriptedRoom, updateOf } from './scripted-room.fixture'
import { settle } from './simulated-agent.fixture'

const again = (storage: MemoryStorage) => openReplica({ storage: memoryStorage({ from: storage.crash() }) })

test.each([true, false])(
  'ID11 who closes before a fresh id is on the disk does not write under the contested one again (online: %s)',
  async isOnline => {
    const { replica, storage, room } = await liveReplica()
    const contested = replica.client
    room.replica.receive({ type: 'closed', channel: 1, code: 'replaced', message: 'another has joined' })
    if (!isOnline) replica.disconnect()
    expect(replica.status.value.state).toBe(isOnline ? 'blocked' : 'blocked-offline')
    await replica.close()
    const { replica: next } = await again(storage)
    expect(next.client).not.toBe(contested)
  },
)

test('ID9 an id that the relay drew is written under in one session only', async () => {
  const { replica, storage } = await liveReplica()
  replica.receive({ type: 'receipts', channel: 1, receipts: [{ client: 500, mac: new Uint8Array(16) }] })
  await settle()
  const { replica: next, storage: disk } = await again(storage)
  expect([next.client, next.authorOf(500)]).toEqual([500, { agent: 'ada', user: 'u' }])
  const { replica: last } = await again(disk)
  expect(last.client).not.toBe(500)
})

test('a replica that closes waits for what reads its journal: the storage may be closed then', async () => {
  const { replica, storage, room } = await liveReplica()
  await room.welcome({}, [])
  replica.append([entry('a')])
  await settle()
  await room.ack()
  const { range } = storage
  let letGo = () => {}
  const held = new Promise<void>(resolve => {
    letGo = resolve
  })
  storage.range = async function* (...asked) {
    await held
    yield* range(...asked)
  }
  const order: string[] = []
  const purging = purge(replica).then(
    () => order.push('read'),
    () => order.push('read'),
  )
  await settle()
  const closing = replica.close().then(() => order.push('closed'))
  await settle()
  letGo()
  await Promise.all([purging, closing])
  expect(order).toEqual(['read', 'closed'])
})

test('AC8 of what a killed session may have sent nobody says that it was refused; what came later was never sent', async () => {
  const { replica, storage } = await liveReplica()
  replica.append([entry('sent')])
  await settle()
  const { replica: next } = await again(storage)
  next.append([entry('never sent')])
  await settle()
  const room = new ScriptedRoom(next)
  next.receive({ type: 'join-refused', request: 1, code: 'unknown-room', message: 'no such room', value: 0 })
  await settle()
  expect(next.parked().map(({ code, entries }) => [code, entries[0]?.payload])).toEqual([['revoked', 'never sent']])
  expect([next.status.value.pending, room.updates]).toEqual([1, []])
})

test('AC8 who is turned out of a room keeps what was sent and not acknowledged as refused, and may do nothing there', async () => {
  const { replica, room } = await liveReplica()
  replica.append([entry('a')])
  await settle()
  expect(room.updates).toHaveLength(1)
  replica.receive({ type: 'closed', channel: 1, code: 'revoked', message: 'turned out' })
  await settle()
  expect(replica.parked().map(({ code, entries }) => [code, entries[0]?.payload])).toEqual([['revoked', 'a']])
  expect([[...replica.rights], replica.status.value.pending, entriesOf(replica.doc)]).toEqual([[], 0, []])
})

test('own entries that a restored relay gave to somebody else are offered once more in the next session', async () => {
  const { replica, storage, room } = await liveReplica()
  const old = replica.client
  replica.append([entry('a')])
  await settle()
  await room.ack()
  replica.disconnect()
  const restored = new ScriptedRoom(replica)
  await restored.welcome({ epoch: 'two', taken: [old] })
  await settle()
  expect(replica.status.value).toMatchObject({ stranded: 1, restoring: false })
  await replica.close()
  const { replica: next } = await again(storage)
  expect(next.status.value).toMatchObject({ restoring: true })
  expect(next.status.value.stranded).toBeUndefined()
  expect(new ScriptedRoom(next).joins[0]!.ids).toContain(old)
})

test('RF7 who takes the id of its last session up again writes behind what was refused there', async () => {
  const { replica, storage, room } = await liveReplica()
  const write = replica.append([entry('a'), entry('b')])
  await settle()
  await room.refuse('invalid')
  await replica.close()
  const { replica: next } = await again(storage)
  expect(next.client).toBe(replica.client)
  expect(next.append([entry('c')]).dots).toEqual([{ client: next.client, clock: write.dots.length }])
})

test('ID7 until the fresh id is there, what is written after a collision stays under the own one', async () => {
  const { replica, storage } = await liveReplica({ storage: memoryStorage({ hold: true }) })
  storage.flush()
  const old = replica.client
  replica.disconnect()
  const room = new ScriptedRoom(replica)
  const welcomed = room.welcome({}, [updateOf(old, [{ key: 'k', payload: 'theirs' }])])
  await welcomed
  expect(replica.doc.clientID).toBe(replica.client)
})
