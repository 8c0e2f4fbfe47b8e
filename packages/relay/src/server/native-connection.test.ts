import {
  type ClientFrame,
  decodeRelayFrame,
  defaultLimits,
  encodeFrame,
  type Limits,
  type RelayFrame,
  type Right,
} from '@commonplace/protocol'
import type { Storage } from '@commonplace/storage'
import { memoryStorage } from '@commonplace/storage/memory'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createCompactor } from '../compaction/compactor'
import { systemClock } from '../identity/clock'
import { trustingIdentity } from '../identity/identity'
import type { Grant } from '../identity/principal'
import { createReceiptKey, type ReceiptKey } from '../identity/receipt-key'
import { createCommitter } from '../log/committer'
import { ConnectionCount } from './connection-count'
import { NativeConnection } from './native-connection'
import { Writer } from './raw-client.fixture'
import { RoomHost } from './room-host'
import { messagesIn } from './websocket-message'

const principal = { tenant: 'default', agent: 'ada', user: '', name: '' }
const room = { tenant: 'default', space: 'team', segment: 0 }
const join = { type: 'join', room, epoch: '', ids: [], vector: new Map<number, number>(), deletesDigest: 0 } as const

let lastId = 0
const log = pino({ enabled: false })

function hostOf({
  storage = memoryStorage(),
  receiptKey = null,
  limits = defaultLimits,
}: {
  storage?: Storage
  receiptKey?: ReceiptKey | null
  limits?: Limits
}) {
  const committer = createCommitter(storage, queueMicrotask, error => {
    throw error
  })
  return new RoomHost({ storage, committer, compactor: createCompactor(), epoch: 'e', log, limits, receiptKey })
}

/** A native connection on a socket that keeps what it is given; its token is checked, and its rights are, as the test says. */
function setup(host = hostOf({}), agent = principal.agent) {
  const sent: RelayFrame[] = []
  const socket = {
    isOpen: true,
    isBehind: false,
    reader: null,
    write: (parts: readonly Uint8Array[]) => sent.push(...messagesIn(parts).map(bytes => decodeRelayFrame(bytes))),
    writeLossy() {},
    close() {},
    terminate() {},
  }
  let rights = new Set<Right>(['discover', 'read', 'append'])
  let grant: (grant: Grant) => void = () => {}
  const identify = () =>
    new Promise<Grant>(resolve => {
      grant = resolve
    })
  const count = new ConnectionCount({
    connections: 9,
    connectionsPerTenant: 9,
    connectionsPerAgent: 1,
    roomsPerAgent: 9,
  })
  const connection = new NativeConnection({
    id: ++lastId,
    socket,
    host,
    log,
    helloWatch: { stop() {} },
    count,
    identity: { ...trustingIdentity, identify, rightsOf: () => rights },
    feed: null,
    clock: systemClock,
  })
  const receive = (frame: ClientFrame) => connection.receive(encodeFrame(frame))
  /** All that needs no timer is done. */
  const idle = async () => {
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate)
  }
  receive({ type: 'hello', versions: [1, 1], tenant: '', agent, user: '', token: '', client: '' })
  const welcome = async () => {
    grant({ principal: { ...principal, agent }, lifeMs: null, isAdmin: false })
    await idle()
  }
  const changeRights = (...to: readonly Right[]) => {
    rights = new Set(to)
    connection.recheck(() => true)
  }
  const kinds = () => sent.splice(0).map(frame => ('request' in frame ? `${frame.type} ${frame.request}` : frame.type))
  return { sent, socket, connection, count, rights, changeRights, receive, welcome, idle, kinds }
}

test('LM8 who has gone before its token was checked is not counted, and hears nothing', async () => {
  const { socket, connection, count, welcome, kinds } = setup()
  socket.isOpen = false
  connection.close()
  await welcome()
  expect(kinds()).toEqual([])
  expect(count.enter(principal)).toMatchObject({ connections: 1 })
})

test('AC4 who loses the right to read while the room loads does not get in', async () => {
  const { rights, receive, welcome, idle, kinds } = setup()
  await welcome()
  receive({ ...join, request: 1 })
  rights.delete('read')
  await idle()
  expect(kinds()).toEqual(['welcome', 'join-refused 1'])
})

test('AC7 whose access is back by the time its channel ends is told so at once', async () => {
  const { sent, changeRights, receive, welcome, idle, kinds } = setup()
  await welcome()
  receive({ ...join, ids: [101], request: 1 })
  await idle()
  const channel = sent.flatMap(frame => (frame.type === 'joined' ? [frame.channel] : []))[0]!
  receive({ type: 'update', channel, seq: 1, lease: null, codec: 0, update: new Writer(101).push('text') })
  changeRights()
  changeRights('discover', 'read', 'append')
  await idle()
  expect(kinds()).toEqual(['welcome', 'joined 1', 'synced', 'ack', 'closed', 'admitted 1'])
})

test('JN11 of two joins of a room that are under way the latest is answered', async () => {
  const { receive, welcome, idle, kinds } = setup()
  await welcome()
  receive({ ...join, request: 1 })
  receive({ ...join, request: 2 })
  await idle()
  expect(kinds()).toEqual(['welcome', 'joined 2', 'synced'])
})

test('JN11 JN15 an update that comes while its channel is joined anew is passed over', async () => {
  const { sent, receive, welcome, idle, kinds } = setup()
  await welcome()
  receive({ ...join, ids: [101], request: 1 })
  await idle()
  const channel = sent.flatMap(frame => (frame.type === 'joined' ? [frame.channel] : []))[0]!
  receive({ ...join, ids: [101], request: 2 })
  receive({ type: 'update', channel, seq: 1, lease: null, codec: 0, update: new Writer(101).push('early') })
  await idle()
  expect(kinds()).toEqual(['welcome', 'joined 1', 'synced', 'joined 2', 'synced'])
})

test('ID14 receipts count for the join that they were shown for, and for no other', async () => {
  const { sent, receive, welcome, idle, kinds } = setup(
    hostOf({ receiptKey: createReceiptKey(new Uint8Array(32), 'e') }),
  )
  await welcome()
  receive({ ...join, request: 1 })
  await idle()
  const receipts = sent.flatMap(frame => (frame.type === 'receipts' ? frame.receipts : []))
  expect(kinds()).toEqual(['welcome', 'joined 1', 'receipts', 'synced'])
  receive({ type: 'claim', request: 9, receipts })
  receive({ ...join, request: 2 })
  await idle()
  expect(kinds(), 'shown for another join').toEqual(['joined 2', 'receipts', 'synced'])
  receive({ type: 'claim', request: 3, receipts })
  receive({ ...join, request: 3 })
  await idle()
  expect(kinds()).toEqual(['joined 3', 'synced'])
})

test('JN18 a room that could not be read is read again for the next join', async () => {
  const storage = memoryStorage()
  let isBroken = true
  const range: Storage['range'] = (...args) => {
    if (isBroken) throw new Error('the disk is away')
    return storage.range(...args)
  }
  const { receive, welcome, idle, kinds } = setup(hostOf({ storage: { ...storage, range } }))
  await welcome()
  receive({ ...join, request: 1 })
  await idle()
  isBroken = false
  receive({ ...join, request: 2 })
  await idle()
  expect(kinds()).toEqual(['welcome', 'join-refused 1', 'joined 2', 'synced'])
})

test('LM4 a room that could not be read counts for nothing', async () => {
  const storage = memoryStorage()
  let isBroken = true
  const range: Storage['range'] = (...args) => {
    if (isBroken) throw new Error('the disk is away')
    return storage.range(...args)
  }
  const host = hostOf({ storage: { ...storage, range }, limits: { ...defaultLimits, roomsPerSocket: 1 } })
  const { receive, welcome, idle, kinds } = setup(host)
  await welcome()
  receive({ ...join, request: 1 })
  await idle()
  isBroken = false
  receive({ ...join, room: { ...room, space: 'other' }, request: 2 })
  await idle()
  expect(kinds()).toEqual(['welcome', 'join-refused 1', 'joined 2', 'synced'])
})

test('FO5 nothing is queued for a socket that is behind, and it gets that once it has drained', async () => {
  const host = hostOf({})
  const [ada, bob] = [setup(host, 'ada'), setup(host, 'bob')]
  for (const each of [ada, bob]) {
    await each.welcome()
    each.receive({ ...join, request: 1, ids: each === ada ? [101] : [] })
    await each.idle()
    each.kinds()
  }
  bob.socket.isBehind = true
  const { channel } = (await host.open(room, 'entries')).room
  ada.receive({ type: 'update', channel, seq: 1, lease: null, codec: 0, update: new Writer(101).push('text') })
  await ada.idle()
  expect([ada.kinds(), bob.kinds()]).toEqual([['receptions', 'ack'], []])
  bob.socket.isBehind = false
  bob.connection.drained()
  expect(bob.kinds()).toContain('updates')
})
