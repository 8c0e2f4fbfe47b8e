import { once } from 'node:events'
import { connect } from 'node:net'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { RawClient, WebSocket, Writer } from './raw-client.fixture'
import { testRelay } from './test-relay.fixture'

const get = (relay: { url: string }, path: string) => fetch(relay.url.replace('ws:', 'http:') + path)

/** The samples of `/metrics`, by name with labels. */
async function samples(relay: { url: string }): Promise<Map<string, number>> {
  const text = await (await get(relay, '/metrics')).text()
  const lines = text.split('\n').filter(line => line !== '' && !line.startsWith('#'))
  return new Map(
    lines.map(line => {
      const at = line.lastIndexOf(' ')
      return [line.slice('commonplace_relay_'.length, at), Number(line.slice(at + 1))]
    }),
  )
}

test('what happens is counted, and no name is a label', async () => {
  const relay = await testRelay({ limits: { presencePerSecond: 1 } })
  const ada = await RawClient.greet(relay.url, 'ada-name')
  const bob = await RawClient.greet(relay.url, 'bob-name')
  const { joined } = await ada.join('space-name', { ids: [101] })
  const { channel } = joined
  await bob.join('space-name')
  const update = new Writer(101).push('one')
  ada.send({ type: 'update', channel, seq: 1, lease: null, codec: 0, update })
  await bob.next('updates')
  ada.send({ type: 'update', channel, seq: 2, lease: null, codec: 0, update })
  ada.send({ type: 'update', channel, seq: 3, lease: null, codec: 9, update })
  await ada.next('refused')
  ada.send({ type: 'update', channel, seq: 4, lease: null, codec: 0, update })
  for (const state of [1, 2, 3]) ada.send({ type: 'presence', channel, client: 101, state: Uint8Array.of(state) })
  const room = { tenant: 'other', space: 'space-name', segment: 0 }
  ada.send({ type: 'join', request: 2, room, epoch: '', ids: [], vector: new Map(), deletesDigest: 0 })
  await ada.next('join-refused')
  const late = await RawClient.greet(relay.url, 'late')
  await late.join('space-name')
  bob.sendBytes(Uint8Array.of(0xff))
  await bob.closed
  const found = await samples(relay)
  expect(Object.fromEntries(found)).toMatchObject({
    connections: 2,
    rooms: 1,
    updates_accepted_total: 1,
    updates_repeated_total: 1,
    'updates_refused_total{code="unsupported"}': 1,
    'joins_refused_total{code="unknown-room"}': 1,
    'connections_refused_total{code="unsupported"}': 1,
    joins_total: 3,
    pieces_sent_total: 1,
    fanned_out_total: 1,
    fan_out_batch_updates_count: 1,
    commit_seconds_count: 2,
    presence_dropped_total: 2,
    storage_errors_total: 0,
    queue_bytes: 0,
  })
  expect(found.get('received_bytes_total')).toBeGreaterThan(update.length)
  expect(found.get('sent_bytes_total')).toBeGreaterThan(update.length)
  expect([...found.keys()].join('\n')).not.toMatch(/name|ada|bob/)
})

test('alive and ready are two questions, and what is not GET is not answered', async () => {
  const relay = await testRelay()
  expect(await (await get(relay, '/readyz')).json()).toEqual({ status: 'ready' })
  expect(await (await get(relay, '/healthz')).json()).toMatchObject({ status: 'ok', connections: 0 })
  expect((await fetch(`${relay.url.replace('ws:', 'http:')}/metrics`, { method: 'POST' })).status).toBe(404)
})

test('HS11 while it drains it is alive and not ready, and takes no sockets', async () => {
  const storage = memoryStorage()
  let held = Promise.resolve()
  const commit: typeof storage.commit = operations => held.then(() => storage.commit(operations))
  const relay = await testRelay({ data: { ...storage, commit } })
  let release = (): void => {}
  held = new Promise(resolve => {
    release = resolve
  })
  const ada = await RawClient.greet(relay.url, 'ada')
  const { joined } = await ada.join('team', { ids: [101] })
  const update = new Writer(101).push('one')
  ada.send({ type: 'update', channel: joined.channel, seq: 1, lease: null, codec: 0, update })
  await ada.settle()
  const closing = relay.close()
  expect((await get(relay, '/readyz')).status).toBe(503)
  expect(await (await get(relay, '/healthz')).json()).toMatchObject({ status: 'draining' })
  const refused = new WebSocket(relay.url, 'commonplace.1')
  const [, response] = await once(refused, 'unexpected-response')
  expect(response.statusCode).toBe(503)
  release()
  expect((await ada.next('ack')).upTo).toBe(1)
  expect((await ada.next('failed')).code).toBe('draining')
  await closing
})

test('LM8 beyond its connections a relay refuses sockets with 503, and still says how it is', async () => {
  const relay = await testRelay({ connections: { connections: 1 } })
  const ada = await RawClient.greet(relay.url, 'ada')
  const refused = new WebSocket(relay.url, 'commonplace.1')
  const [, response] = await once(refused, 'unexpected-response')
  expect(response.statusCode).toBe(503)
  expect((await get(relay, '/readyz')).status).toBe(200)
  ada.close()
  await ada.closed
  await RawClient.greet(relay.url, 'ben')
})

test('LM8 LM2 an agent beyond its connections is told so with the limit, and may come when one has ended', async () => {
  const relay = await testRelay({ connections: { connectionsPerAgent: 1 } })
  const first = await RawClient.greet(relay.url, 'ada')
  const hello = { type: 'hello', versions: [1, 1], tenant: '', agent: 'ada', user: '', token: '', client: '' } as const
  // Who is refused was not counted, so that its end makes no room.
  for (let attempt = 0; attempt < 2; attempt++) {
    const refused = await RawClient.open(relay.url)
    refused.send(hello)
    expect(await refused.next('failed')).toMatchObject({ code: 'quota', value: 1 })
    expect(await refused.closed).toBe(4503)
  }
  await RawClient.greet(relay.url, 'ben')
  first.close()
  await first.closed
  await RawClient.greet(relay.url, 'ada')
})

test('a TCP connection that says nothing does not hold up the end of a relay', async () => {
  const relay = await testRelay()
  const silent = connect(relay.port, '127.0.0.1')
  await once(silent, 'connect')
  silent.on('error', () => {})
  const ended = once(silent, 'close')
  await relay.close()
  await ended
})
