import { memoryStorage } from '@commonplace/storage/memory'
import { afterEach, expect, test } from 'vitest'
import type { Clock } from '../identity/clock'
import { type Relay, startRelay } from '../index'
import { payloadsOf, RawClient, Writer } from './raw-client.fixture'
import { testRelay } from './test-relay.fixture'

const key = 'key'

/** One agent in the room "team", with the frames of leases as questions that are answered. */
async function agentIn(url: string, agent: string, ids: number[] = []) {
  const client = await RawClient.greet(url, agent)
  const { joined } = await client.join('team', { ids })
  const { channel } = joined
  let request = 0
  let seq = 0
  const acquire = (options: { key?: string; holder?: number; ttlMs?: number } = {}): void => {
    client.send({
      type: 'acquire',
      channel,
      request: ++request,
      key,
      holder: channel + request,
      ttlMs: 60_000,
      ...options,
    })
  }
  return {
    client,
    channel,
    acquire,
    async granted(options: Parameters<typeof acquire>[0] = {}) {
      acquire(options)
      return (await client.next('granted')).lease
    },
    async held(options: Parameters<typeof acquire>[0] = {}) {
      acquire(options)
      return client.next('held')
    },
    async refused(options: Parameters<typeof acquire>[0] = {}) {
      acquire(options)
      const { code, value } = await client.next('lease-refused')
      return [code, value]
    },
    ask(type: 'renew' | 'release', lease: { epoch: string; number: number }): void {
      client.send({ type, channel, request: ++request, lease })
    },
    write(update: Uint8Array, lease: { epoch: string; number: number } | null = null): void {
      client.send({ type: 'update', channel, seq: ++seq, lease, codec: 0, update })
    },
  }
}

/** Time that passes when it is told to. */
function handClock(): Clock & { pass(ms: number): void } {
  let now = 0
  const timers = new Map<object, { at: number; callback: () => void }>()
  return {
    now: () => now,
    set(ms, callback) {
      const handle = {}
      timers.set(handle, { at: now + ms, callback })
      return handle
    },
    clear: handle => void timers.delete(handle as object),
    pass(ms) {
      now += ms
      for (const [handle, { at, callback }] of [...timers]) {
        if (at > now || !timers.delete(handle)) continue
        callback()
      }
    },
  }
}

const relays: Relay[] = []
afterEach(async () => {
  for (const relay of relays.splice(0)) await relay.close()
})

test('LS2 LS4 LS7 one holds a lease, others are told who, and hear of its end without asking', async () => {
  const { url } = await testRelay()
  const [ada, bob, eve] = [await agentIn(url, 'ada'), await agentIn(url, 'bob'), await agentIn(url, 'eve')]
  const first = await ada.granted()
  expect(await bob.held()).toMatchObject({ number: first.number, agent: 'ada' })
  expect(await eve.held()).toMatchObject({ number: first.number, agent: 'ada' })
  const other = await bob.granted({ key: 'other' })
  expect(other.number).toBeGreaterThan(first.number)
  ada.ask('release', first)
  for (const { client } of [ada, bob, eve]) {
    expect(await client.next('ended')).toMatchObject({ number: first.number, reason: 'released' })
  }
  const second = await eve.granted()
  expect(second.epoch).toBe(first.epoch)
  expect(second.number).toBeGreaterThan(other.number)
})

test('LS5 LS9 a lease ends by the clock of the relay unless it is renewed, and its token with it', async () => {
  const clock = handClock()
  const { url } = await testRelay({ clock })
  const [ada, bob] = [await agentIn(url, 'ada', [101]), await agentIn(url, 'bob')]
  const lease = await ada.granted({ ttlMs: 1000 })
  await bob.held()
  clock.pass(999)
  ada.ask('renew', lease)
  await ada.client.next('granted')
  clock.pass(999)
  await ada.client.settle()
  expect(ada.client.pending).toEqual([])
  clock.pass(1)
  expect(await ada.client.next('ended')).toMatchObject({ number: lease.number, reason: 'expired' })
  await bob.client.next('ended')
  for (const type of ['renew', 'release'] as const) {
    ada.ask(type, lease)
    expect((await ada.client.next('lease-refused')).code).toBe('lease-lost')
  }
  const { number } = await bob.granted()
  ada.ask('renew', { ...lease, number })
  expect((await ada.client.next('lease-refused')).code).toBe('lease-lost')
  ada.write(new Writer(101).push('late'), lease)
  expect((await ada.client.next('refused')).code).toBe('lease-lost')
})

test('LS5 LS10 LS14 a lease outlives its socket, and its claim gets it again', async () => {
  const { url } = await testRelay()
  const [ada, bob] = [await agentIn(url, 'ada'), await agentIn(url, 'bob')]
  const lease = await ada.granted({ holder: 7 })
  ada.client.cut()
  expect(await bob.held()).toMatchObject({ number: lease.number })
  const back = await agentIn(url, 'ada')
  expect(await back.held({ holder: 8 })).toMatchObject({ number: lease.number })
  expect(await back.granted({ holder: 7 })).toEqual(lease)
  await back.client.join('team')
  back.ask('renew', lease)
  expect((await back.client.next('granted')).lease).toEqual(lease)
  expect((await bob.held({ holder: 7 })).agent).toBe('ada')
})

test('LS3 LS8 a grant is on disk when it is told: another relay on the same log knows it, for its full time', async () => {
  const disk = memoryStorage()
  const open = () => ({ ...disk, close: async () => {} })
  const clock = handClock()
  const start = async () => {
    const relay = await startRelay({ data: open(), insecure: true, clock })
    relays.push(relay)
    return relay
  }
  const relay = await start()
  const ada = await agentIn(relay.url, 'ada')
  const lease = await ada.granted({ ttlMs: 1000, holder: 7 })
  const gone = await ada.granted({ key: 'gone' })
  ada.ask('release', gone)
  await ada.client.next('ended')
  clock.pass(900)
  await relay.close()
  const again = await start()
  const [back, bob] = [await agentIn(again.url, 'ada'), await agentIn(again.url, 'bob')]
  expect((await bob.held()).number).toBe(lease.number)
  expect((await bob.granted({ key: 'gone' })).number).toBeGreaterThan(gone.number)
  clock.pass(900)
  back.ask('renew', lease)
  expect((await back.client.next('granted')).lease).toEqual(lease)
  clock.pass(1000)
  expect((await bob.client.next('ended')).number).toBe(lease.number)
})

test('LS1 LS13 who may only read gets no lease, and every limit has its code and number', async () => {
  const limits = { leasesPerRoom: 3, leasesPerChannel: 2, leaseMs: 5000, leaseKeyBytes: 10 }
  const { url } = await testRelay({ limits })
  const ada = await agentIn(url, 'ada')
  const ttlMs = 1000
  expect(await ada.refused({ ttlMs: 0 })).toEqual(['invalid', 0])
  expect(await ada.refused({ ttlMs: 5001 })).toEqual(['too-large', 5000])
  await ada.granted({ key: '1', ttlMs })
  await ada.granted({ key: '2', ttlMs })
  expect(await ada.refused({ key: '3', ttlMs })).toEqual(['quota', 2])
  const bob = await agentIn(url, 'bob')
  await bob.held({ key: '1', ttlMs })
  await bob.granted({ key: '3', ttlMs })
  expect(await (await agentIn(url, 'eve')).refused({ key: '4', ttlMs })).toEqual(['quota', 3])
  bob.acquire({ key: 'x'.repeat(11) })
  expect(await bob.client.next('failed')).toMatchObject({ code: 'too-large', value: 10 })
})

test('LS3 LS7 who is told of the end of a lease has what was written under it', async () => {
  const { url } = await testRelay()
  const [ada, bob] = [await agentIn(url, 'ada', [101]), await agentIn(url, 'bob')]
  const lease = await ada.granted()
  await bob.held()
  ada.write(new Writer(101).push('result'), lease)
  ada.ask('release', lease)
  await bob.client.next('ended')
  expect(bob.client.pending).toEqual(['bindings', 'updates'])
  expect(payloadsOf((await bob.client.next('updates')).updates).get(101)).toEqual(['result'])
})

test('GD15 LS11 a claimed write supersedes all of its key or is not taken', async () => {
  const { url } = await testRelay()
  const [ada, bob] = [await agentIn(url, 'ada', [101]), await agentIn(url, 'bob', [102])]
  const writer = new Writer(101)
  const write = (name: string, parents: number[], payload: string) =>
    writer.change(doc => doc.getArray(`w/${(101).toString(36)}/0`).push([[name, parents, payload]]))
  bob.write(new Writer(102).push('before', 'also before'))
  await bob.client.next('ack')
  const lease = await ada.granted()
  ada.write(write(key, [102, 0, 102, 1], 'covers both'), lease)
  expect((await ada.client.next('ack')).upTo).toBe(1)
  ada.write(write(key, [101, 0], 'covers the last'), lease)
  expect((await ada.client.next('ack')).upTo).toBe(2)
  const refusal = async (update: Uint8Array) => {
    const again = await agentIn(url, 'ada', [101])
    again.write(update, lease)
    return (await again.client.next('refused')).code
  }
  expect(await refusal(write(key, [101, 0], 'has not seen the last'))).toBe('not-current')
  const other = new Writer(103)
  const ids = await agentIn(url, 'ada', [103])
  ids.write(
    other.change(doc => doc.getArray(`w/${(103).toString(36)}/0`).push([['another', [], 'x']])),
    lease,
  )
  expect((await ids.client.next('refused')).code).toBe('invalid')
})
