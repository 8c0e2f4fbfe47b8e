import { receptionWindowMs } from '@commonplace/protocol'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../identity/clock'
import { startRelay } from '../index'
import { RawClient, Writer } from './raw-client.fixture'

const start = 179_565_479

/** A relay whose time stands where the test puts it, in windows. */
async function relayAt(data = memoryStorage()) {
  const time = { window: start }
  // In the middle of a window.
  const clock = { ...systemClock, now: () => (time.window - 0.5) * receptionWindowMs }
  const relay = await startRelay({ data, insecure: true, clock })
  onTestFinished(() => relay.close())
  return { time, relay, data }
}

async function joined(url: string, agent: string, ids: number[] = []) {
  const client = await RawClient.greet(url, agent)
  client.showsReceptions = true
  const { joined } = await client.join('team', { ids })
  return { client, channel: joined.channel }
}

test('RC1 RC3 writer and reader hear of each window once, before what was received in it; windows only grow', async () => {
  const { time, relay } = await relayAt()
  const { client: ada, channel } = await joined(relay.url, 'ada', [101])
  const writer = new Writer(101)
  let seq = 0
  const write = async (window: number) => {
    time.window = window
    ada.send({ type: 'update', channel, seq: ++seq, lease: null, codec: 0, update: writer.push('text') })
    await ada.settle()
  }
  await write(start)
  const { client: bob } = await joined(relay.url, 'bob')
  expect(await bob.next('receptions')).toMatchObject({ receptions: [{ client: 101, clock: 0, window: start }] })
  for (const window of [start, start + 2, start + 1]) await write(window)
  await bob.settle()
  expect(ada.pending).toEqual(['receptions', 'ack', 'ack', 'receptions', 'ack', 'ack'])
  expect(bob.pending).toEqual(['updates', 'receptions', 'updates', 'updates'])
  const later = { client: 101, clock: 2, window: start + 2 }
  expect(await bob.next('receptions')).toMatchObject({ receptions: [later] })
  expect(ada.receptions).toEqual([{ client: 101, clock: 0, window: start }, later])
})

test('RC2 RC4 receptions are on disk with what they are about, and a joiner gets all of them before the first piece', async () => {
  const { time, relay, data } = await relayAt()
  const { client: ada, channel } = await joined(relay.url, 'ada', [101])
  const writer = new Writer(101)
  for (let seq = 1; seq <= 3; seq++) {
    time.window = start + seq
    ada.send({ type: 'update', channel, seq, lease: null, codec: 0, update: writer.push(`text ${seq}`) })
    await ada.settle()
  }
  // What a killed relay leaves on its disk.
  const { relay: second } = await relayAt(memoryStorage({ from: data.disk.copy() }))
  const cat = await RawClient.greet(second.url, 'cat')
  cat.showsReceptions = true
  const room = { tenant: 'default', space: 'team', segment: 0 }
  cat.send({ type: 'join', request: 1, room, epoch: '', ids: [], vector: new Map(), deletesDigest: 0 })
  await cat.next('joined')
  await cat.settle()
  expect(cat.pending.filter(type => type !== 'receipts')).toEqual([
    'receptions',
    ...cat.pending.slice(1).filter(type => type === 'piece'),
    'synced',
  ])
  expect((await cat.next('receptions')).receptions).toEqual(
    [1, 2, 3].map(seq => ({ client: 101, clock: seq - 1, window: start + seq })),
  )
})
