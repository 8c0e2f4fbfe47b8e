import { type Storage, StorageError } from '@commonplace/storage'
import { memoryStorage } from '@commonplace/storage/memory'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { startRelay } from '../index'
import { payloadsOf, RawClient, Writer } from './raw-client.fixture'
import { testRelay } from './test-relay.fixture'

const full = new StorageError('full', 'no room')

test('AK6 JN18 on a full disk nothing is acknowledged, no more is taken, and other rooms go on; with room again all that waited is there', async () => {
  const storage = memoryStorage()
  let say = (_line: string) => {}
  const said = new Promise<string>(resolve => {
    say = resolve
  })
  const logger = pino({ level: 'error' }, { write: line => say(line) })
  const relay = await testRelay({ data: storage, logger })
  const ada = await RawClient.greet(relay.url, 'ada')
  const { joined } = await ada.join('team', { ids: [101] })
  const writer = new Writer(101)
  const send = (seq: number, payload: string) =>
    ada.send({ type: 'update', channel: joined.channel, seq, lease: null, codec: 0, update: writer.push(payload) })
  send(1, 'with room')
  await ada.next('ack')
  storage.fail(full)
  send(2, 'without')
  send(3, 'either')
  expect(await said).toContain('no room')
  // What waits lies in memory: no more comes to it.
  send(4, 'more')
  expect(await ada.next('refused')).toMatchObject({ seq: 4, code: 'unavailable', value: 5000 })

  const bob = await RawClient.greet(relay.url, 'bob')
  const room = { tenant: 'default', space: 'team', segment: 0 }
  bob.send({ type: 'join', request: 1, room, epoch: '', ids: [], vector: new Map(), deletesDigest: 0 })
  expect(await bob.next('join-refused')).toMatchObject({ code: 'unavailable', value: 5000 })
  expect((await bob.join('other')).pieces).toEqual([])
  storage.fail(undefined)
  while ((await ada.next('ack')).upTo < 3);
  const { pieces } = await bob.join('team')
  expect(payloadsOf(pieces.map(({ update }) => update)).get(101)).toEqual(['with room', 'without', 'either'])
})

test('JN18 who joins while the commit is under way for which there turns out to be no room is told so at once, and comes again', async () => {
  const storage = memoryStorage()
  let goOn = () => {}
  let began = () => {}
  const isUnderWay = new Promise<void>(resolve => {
    began = resolve
  })
  const held = new Promise<void>(resolve => {
    goOn = resolve
  })
  let holds = false
  const commit: Storage['commit'] = async operations => {
    if (holds) {
      began()
      await held
    }
    await storage.commit(operations)
  }
  const relay = await testRelay({ data: { ...storage, commit } })
  const ada = await RawClient.greet(relay.url, 'ada')
  const { joined } = await ada.join('team', { ids: [101] })
  holds = true
  const update = new Writer(101).push('waits')
  ada.send({ type: 'update', channel: joined.channel, seq: 1, lease: null, codec: 0, update })
  await isUnderWay
  const bob = await RawClient.greet(relay.url, 'bob')
  const room = { tenant: 'default', space: 'team', segment: 0 }
  bob.send({ type: 'join', request: 1, room, epoch: '', ids: [102], vector: new Map(), deletesDigest: 0 })
  await bob.settle()
  storage.fail(full)
  goOn()
  const message = 'room "team" waits for room on the relay\'s disk'
  expect(await bob.next('join-refused')).toEqual({
    type: 'join-refused',
    request: 1,
    code: 'unavailable',
    message,
    value: 5000,
  })
  storage.fail(undefined)
  await ada.next('ack')
  const { pieces } = await bob.join('team', { ids: [102] })
  expect(payloadsOf(pieces.map(({ update }) => update)).get(101)).toEqual(['waits'])
  expect(bob.pending).toEqual([])
})

test('AK6 closing a relay whose disk is full ends, and says so', async () => {
  const storage = memoryStorage()
  const relay = await startRelay({ data: storage, insecure: true })
  const ada = await RawClient.greet(relay.url, 'ada')
  const { joined } = await ada.join('team', { ids: [101] })
  storage.fail(full)
  const update = new Writer(101).push('without room')
  ada.send({ type: 'update', channel: joined.channel, seq: 1, lease: null, codec: 0, update })
  await ada.settle()
  await expect(relay.close()).rejects.toBe(full)
})
