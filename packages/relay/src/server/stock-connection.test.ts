import { defaultLimits } from '@commonplace/protocol'
import { memoryStorage } from '@commonplace/storage/memory'
import * as encoding from 'lib0/encoding'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { createCompactor } from '../compaction/compactor'
import { systemClock } from '../identity/clock'
import { trustingIdentity } from '../identity/identity'
import type { Grant } from '../identity/principal'
import { createCommitter } from '../log/committer'
import { joinStock } from '../room/join'
import { setPresence } from '../room/presence'
import type { RelaySocket } from './relay-socket'
import { RoomHost } from './room-host'
import { StockConnection, stockAgent } from './stock-connection'
import { encodeStockUpdate } from './stock-messages'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

// y-websocket 3.1: a client closes and comes back when it has heard nothing for this long; it looks every 3 seconds.
const watchdogMs = 30_000

/** A stock connection on a socket that keeps what it is given, with the time of each message. */
async function connected() {
  const log = pino({ enabled: false })
  const storage = memoryStorage()
  const committer = createCommitter(storage, queueMicrotask, error => {
    throw error
  })
  const host = new RoomHost({ storage, committer, compactor: createCompactor(), epoch: 'e', log })
  const hosted = await host.open({ tenant: 'default', space: 'team', segment: 0 }, 'any')
  const sent: { at: number; bytes: Uint8Array }[] = []
  const closes: number[] = []
  const socket: Pick<RelaySocket, 'write' | 'writeLossy' | 'reader' | 'isBehind' | 'close' | 'isOpen'> = {
    isOpen: true,
    write: messages => {
      // The WebSocket header of a short message has two bytes.
      for (const message of messages) sent.push({ at: Date.now(), bytes: message.subarray(2) })
    },
    writeLossy(_topic, messages) {
      this.write(messages)
    },
    reader: null,
    isBehind: false,
    close: code => {
      closes.push(code)
    },
  }
  const connection = new StockConnection({
    id: 1,
    socket: socket as RelaySocket,
    hosted,
    room: { tenant: 'default', space: 'team', segment: 0 },
    grant: trustingIdentity.identify({ tenant: '', agent: 'y-websocket', user: '', token: '' }) as Grant,
    rightsOf: trustingIdentity.rightsOf,
    clock: systemClock,
    limits: defaultLimits,
    log,
    now: () => Date.now(),
  })
  connection.start()
  return { connection, sent, closes, hosted, committer }
}

test('AK6 what comes while there is no room on the disk closes the socket, for its client to come back with it', async () => {
  const { connection, hosted, closes, committer } = await connected()
  vi.spyOn(committer, 'isFull', 'get').mockReturnValue(true)
  const doc = new Y.Doc()
  doc.getText('t').insert(0, 'without room')
  connection.receive(encodeStockUpdate(Y.encodeStateAsUpdate(doc)))
  expect([closes, hosted.room.queued]).toEqual([[4503], 0])
})

test('YW6 an idle client hears something at least every 20 seconds, and nothing after it has gone', async () => {
  const { connection, sent } = await connected()
  await vi.advanceTimersByTimeAsync(120_000)
  const times = sent.map(({ at }) => at)
  const gaps = times.slice(1).map((at, index) => at - times[index]!)
  expect(times.length).toBeGreaterThan(120_000 / watchdogMs)
  expect(Math.max(...gaps)).toBeLessThanOrEqual(20_000)
  expect(Date.now() - times.at(-1)!).toBeLessThanOrEqual(20_000)
  connection.close()
  sent.length = 0
  await vi.advanceTimersByTimeAsync(60_000)
  expect(sent).toEqual([])
})

test('YW4 a gap is dropped quietly until the first step 2, later it asks for everything again', async () => {
  const { connection, sent, closes } = await connected()
  const doc = new Y.Doc()
  doc.clientID = 101
  doc.getMap('m').set('first', 1)
  let gap: Uint8Array = new Uint8Array()
  doc.once('update', update => {
    gap = update
  })
  doc.getMap('m').set('second', 2)
  const step2 = encoding.encode(encoder => {
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint8Array(encoder, Uint8Array.of(0, 0))
  })
  const step1 = Uint8Array.of(0, 0, 1, 0)
  expect(sent.map(({ bytes }) => bytes)).toEqual([step1])
  connection.receive(encodeStockUpdate(gap))
  expect(sent).toHaveLength(1)
  connection.receive(step2)
  connection.receive(encodeStockUpdate(gap))
  expect(sent.map(({ bytes }) => bytes)).toEqual([step1, step1])
  connection.receive(encodeStockUpdate(gap))
  expect(sent).toHaveLength(2)
  expect(closes).toEqual([])
})

test('YW3 an update that is larger than a piece is taken and logged in pieces', async () => {
  const { connection, hosted, closes } = await connected()
  const doc = new Y.Doc()
  doc.clientID = 101
  doc.getText('t').insert(0, 'x'.repeat(700_000))
  connection.receive(encodeStockUpdate(Y.encodeStateAsUpdate(doc)))
  await vi.advanceTimersByTimeAsync(1)
  expect(closes).toEqual([])
  expect(hosted.room.items.length).toBeGreaterThan(2)
  const copy = new Y.Doc()
  for (const { bytes } of hosted.room.items) Y.applyUpdate(copy, bytes)
  expect(copy.getText('t').length).toBe(700_000)
})

/** A message of awareness. */
const awareness = (...states: (readonly [client: number, clock: number, state: string])[]): Uint8Array => {
  const content = encoding.encode(encoder => {
    encoding.writeVarUint(encoder, states.length)
    for (const [client, clock, state] of states) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarString(encoder, state)
    }
  })
  return encoding.encode(encoder => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint8Array(encoder, content)
  })
}

test('YW8 the awareness of others that a client sends back is not taken for its own', async () => {
  const { connection, hosted } = await connected()
  connection.receive(awareness([101, 1, '{}']))
  connection.receive(awareness([101, 2, '{"a":1}'], [555, 9, '{"stolen":true}']))
  expect([...hosted.room.presence.keys()]).toEqual([101])
  connection.receive(awareness([101, 3, 'null']))
  expect(hosted.room.presence.size).toBe(0)
})

test('YW8 an id that another socket shows is taken over by who knows a newer clock, and by nobody else', async () => {
  const { connection, hosted } = await connected()
  joinStock(hosted.room, { id: 2, agent: stockAgent, user: '', rights: new Set(['read', 'append']) })
  setPresence(hosted.room, 2, 101, new TextEncoder().encode('{}'))
  hosted.awareness.note(101, 5)
  const shownBy = () => hosted.room.presence.get(101)?.member
  connection.receive(awareness([101, 5, '{"mine":false}']))
  expect(shownBy()).toBe(2)
  connection.receive(awareness([101, 6, '{"mine":true}']))
  expect(shownBy()).toBe(1)
})
