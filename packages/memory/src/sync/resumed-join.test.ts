import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { entriesOf } from './document-entries.fixture'
import { entry, openReplica, ScriptedRoom, updateOf } from './scripted-room.fixture'
import { settle } from './simulated-agent.fixture'

const pieces = [11, 12, 13].map(client => updateOf(client, [{ key: 'k', payload: `of ${client}` }]))
const joined = {
  type: 'joined',
  request: 1,
  channel: 1,
  epoch: 'one',
  rights: ['read', 'append'],
  taken: [],
  vector: new Map([11, 12, 13].map(client => [client, 1])),
  pieces: 3,
  bytes: 0,
  bindings: [{ client: 11, agent: 'bob', user: '' }],
} as const
const piece = (index: number, update = pieces[index]!) =>
  ({ type: 'piece', channel: 1, index, codec: 0, update }) as const
const said = (replica: Awaited<ReturnType<typeof openReplica>>['replica']) =>
  entriesOf(replica.doc)
    .map(({ payload }) => payload)
    .sort()

test('JN16 a join that is cut off keeps its pieces, also over a crash, and the next one asks for the rest', async () => {
  const { replica, storage } = await openReplica()
  new ScriptedRoom(replica)
  replica.receive(joined)
  replica.receive(piece(0))
  replica.receive(piece(1))
  await settle()
  expect([said(replica), replica.status.value.synced]).toEqual([['of 11', 'of 12'], false])
  const { replica: next } = await openReplica({ storage: memoryStorage({ from: storage.crash() }) })
  const room = new ScriptedRoom(next)
  expect(room.joins).toMatchObject([
    {
      epoch: 'one',
      vector: new Map([
        [11, 1],
        [12, 1],
      ]),
    },
  ])
  expect(next.authorOf(11)).toEqual({ agent: 'bob', user: '' })
  await room.welcome({}, [pieces[2]!])
  expect([said(next), next.status.value.synced]).toEqual([['of 11', 'of 12', 'of 13'], true])
})

test('JN16 RT3 from the first piece that says something of own writes on, all is looked at together', async () => {
  const { replica } = await openReplica()
  replica.append([entry('mine')])
  await settle()
  new ScriptedRoom(replica)
  replica.receive(joined)
  replica.receive(piece(0, updateOf(replica.client, [{ key: 'k', payload: 'mine' }])))
  replica.receive(piece(1))
  replica.disconnect()
  await settle()
  const room = new ScriptedRoom(replica)
  expect(room.joins).toMatchObject([{ epoch: '', vector: new Map() }])
  await room.welcome({}, [updateOf(replica.client, [{ key: 'k', payload: 'mine' }]), pieces[1]!])
  expect(replica.status.value).toMatchObject({ pending: 0, synced: true })
})

test('JN16 RT4 of a log that is not the base’s nothing is kept before all of it is there', async () => {
  const { replica } = await openReplica()
  await new ScriptedRoom(replica).welcome({ epoch: 'zero' })
  replica.disconnect()
  new ScriptedRoom(replica)
  replica.receive(joined)
  replica.receive(piece(0))
  replica.disconnect()
  expect(new ScriptedRoom(replica).joins).toMatchObject([{ epoch: 'zero', vector: new Map() }])
})
