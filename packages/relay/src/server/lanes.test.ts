import {
  type ClientFrame,
  decodeLaneMessage,
  decodeRelayFrame,
  encodeFrame,
  encodeLaneMessage,
  type Frame,
  type LaneMessage,
  lanesPerSocket,
  lanesSubprotocol,
  type RelayFrame,
  subprotocol,
} from '@commonplace/protocol'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { RelayOptions } from '../index'
import { governed, hello } from './guarded-relay.fixture'
import { RawClient, Writer } from './raw-client.fixture'
import { testRelay } from './test-relay.fixture'

type FrameOf<T extends Frame['type']> = Extract<Frame, { type: T }>

/** A socket with lanes that keeps what it was sent until a test takes it. */
class LanesClient {
  readonly #ws: WebSocket
  readonly #received: { lane: number; frame: RelayFrame | { type: 'end'; code: number; reason: string } }[] = []
  readonly closed: Promise<number>
  #wake = () => {}

  private constructor(ws: WebSocket) {
    this.#ws = ws
    this.closed = new Promise(resolve => ws.once('close', resolve))
    ws.on('message', data => {
      const message = decodeLaneMessage(new Uint8Array(data as Buffer))
      const frame = 'end' in message ? { type: 'end' as const, ...message.end } : decodeRelayFrame(message.frame)
      if (frame.type !== 'receptions') this.#received.push({ lane: message.lane, frame })
      this.#wake()
    })
  }

  static async open(url: string): Promise<LanesClient> {
    const ws = new WebSocket(url, [lanesSubprotocol, subprotocol])
    const client = new LanesClient(ws)
    await new Promise((resolve, reject) => ws.once('open', resolve).once('error', reject))
    return client
  }

  send(lane: number, frame: ClientFrame): void {
    this.sendMessage({ lane, frame: encodeFrame(frame) })
  }

  sendMessage(message: LaneMessage | Uint8Array): void {
    this.#ws.send(message instanceof Uint8Array ? message : encodeLaneMessage(message))
  }

  async next(lane: number, type: 'end'): Promise<{ code: number; reason: string }>
  async next<T extends RelayFrame['type']>(lane: number, type: T): Promise<FrameOf<T>>
  async next(lane: number, type: string): Promise<unknown> {
    for (;;) {
      const at = this.#received.findIndex(each => each.lane === lane && each.frame.type === type)
      if (at !== -1) return this.#received.splice(at, 1)[0]!.frame
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    }
  }

  async greet(lane: number, agent: string): Promise<void> {
    this.send(lane, { ...hello(''), agent })
    await this.next(lane, 'welcome')
  }

  async join(lane: number, ids: number[], tenant = 'default'): Promise<number> {
    const room = { tenant, space: 'team', segment: 0 }
    this.send(lane, { type: 'join', request: 1, room, epoch: '', ids, vector: new Map(), deletesDigest: 0 })
    const { channel } = await this.next(lane, 'joined')
    await this.next(lane, 'synced')
    return channel
  }

  /** What has come and was not taken, of one lane. */
  async pending(lane: number): Promise<string[]> {
    this.send(lane, { type: 'ping', nonce: 7 })
    await this.next(lane, 'pong')
    return this.left(lane)
  }

  left(...lanes: number[]): string[] {
    return this.#received.filter(each => lanes.includes(each.lane)).map(({ frame }) => frame.type)
  }
}

async function lanes(options: Partial<RelayOptions> = {}) {
  const { url } = await testRelay(options)
  return { url, client: await LanesClient.open(url) }
}

const update = (channel: number, bytes: Uint8Array): ClientFrame => ({
  type: 'update',
  channel,
  seq: 1,
  lease: null,
  codec: 0,
  update: bytes,
})

test('LN1 lanes of one socket are members of a room each, and count as one socket', async () => {
  const { url, client } = await lanes()
  await client.greet(1, 'ada')
  await client.greet(2, 'ada')
  const channel = await client.join(1, [11])
  await client.join(2, [22])
  const large = new Writer(11).push('x'.repeat(100_000))
  client.send(1, update(channel, large))
  expect(await client.next(1, 'ack')).toMatchObject({ upTo: 1 })
  expect((await client.next(2, 'updates')).updates).toEqual([large])
  expect(await client.pending(1)).toEqual([])
  client.send(2, update(channel, new Writer(22).push('small')))
  await client.next(2, 'ack')
  await client.next(1, 'updates')
  client.send(1, { type: 'presence', channel, client: 11, state: Uint8Array.of(1) })
  expect(await client.next(2, 'presence-changed')).toMatchObject({ client: 11, agent: 'ada' })
  const health = await fetch(`${url.replace('ws:', 'http:')}/healthz`)
  expect(await health.json()).toMatchObject({ connections: 1 })
})

test('LN2 LN3 a lane ends alone, by either side, and its number opens no other', async () => {
  const { client } = await lanes()
  for (const lane of [1, 2, 3]) await client.greet(lane, 'ada')
  for (const lane of [1, 2, 3]) await client.join(lane, [lane])
  client.sendMessage({ lane: 1, end: { code: 1000, reason: '' } })
  client.sendMessage({ lane: 2, frame: Uint8Array.of(0x3f) })
  expect(await client.next(2, 'failed')).toMatchObject({ code: 'unsupported' })
  expect(await client.next(2, 'end')).toMatchObject({ code: 4406 })
  for (const lane of [1, 2, 0]) client.send(lane, { type: 'ping', nonce: 1 })
  expect(await client.pending(3)).toEqual([])
  expect(client.left(1, 2, 0)).toEqual([])
  await client.greet(4, 'ada')
  // Of a lane that ended the relay keeps nothing: its id is free for another one.
  await client.join(4, [1])
  expect(await client.pending(3)).toEqual([])
})

test('LN3 what one lane may not read any more goes on for the others', async () => {
  const { url, sign, grant, revoke } = await governed()
  await grant('ada', 'team', 'append')
  await grant('bob', 'team', 'append')
  const client = await LanesClient.open(url)
  for (const [lane, agent] of [
    [1, 'ada'],
    [2, 'bob'],
  ] as const) {
    client.send(lane, hello(await sign({ tenant: 'acme', agent })))
    await client.next(lane, 'welcome')
    await client.next(lane, 'expires')
    await client.join(lane, [lane], 'acme')
  }
  await revoke('ada', 'team', 'discover')
  expect(await client.next(1, 'closed')).toMatchObject({ code: 'revoked' })
  expect(await client.pending(2)).toEqual([])
})

test('LN4 what is no message of a lane ends the socket', async () => {
  const { client } = await lanes()
  await client.greet(1, 'ada')
  client.sendMessage(Uint8Array.of(1))
  expect(await client.closed).toBe(4400)
})

test('LN5 a socket without a welcomed lane, and a lane without a hello, have the time of one hello', async () => {
  const { client } = await lanes({ limits: { helloMs: 20 } })
  expect(await client.closed).toBe(4408)
  const { client: other } = await lanes({ limits: { helloMs: 2000 } })
  await other.greet(1, 'ada')
  other.sendMessage({ lane: 2, frame: encodeFrame({ type: 'ping', nonce: 1 }) })
  expect(await other.next(2, 'end')).toMatchObject({ code: 4400 })
  other.sendMessage({ lane: 1, end: { code: 1000, reason: '' } })
  expect(await other.closed).toBe(4408)
})

test('LN6 a socket has so many lanes at once', async () => {
  const { client } = await lanes()
  for (let lane = 0; lane < lanesPerSocket; lane++) client.send(lane, { ...hello(''), agent: 'ada' })
  await client.next(lanesPerSocket - 1, 'welcome')
  client.send(lanesPerSocket, { ...hello(''), agent: 'ada' })
  expect(await client.next(lanesPerSocket, 'end')).toMatchObject({ code: 4503 })
  client.sendMessage({ lane: 3, end: { code: 1000, reason: '' } })
  await client.greet(lanesPerSocket + 1, 'ada')
})

test('LN7 lanes count as connections of their tenant and agent', async () => {
  const { url, client } = await lanes({ connections: { connectionsPerAgent: 2 } })
  await client.greet(1, 'ada')
  await client.greet(2, 'ada')
  client.send(3, { ...hello(''), agent: 'ada' })
  expect(await client.next(3, 'failed')).toMatchObject({ code: 'quota', value: 2 })
  client.sendMessage({ lane: 1, end: { code: 1000, reason: '' } })
  await client.pending(2)
  await RawClient.greet(url, 'ada')
})

test('HS11 a relay that shuts down says so in every lane', async () => {
  const relay = await testRelay()
  const client = await LanesClient.open(relay.url)
  await client.greet(1, 'ada')
  await client.greet(2, 'ada')
  const closing = relay.close()
  for (const lane of [1, 2]) expect(await client.next(lane, 'failed')).toMatchObject({ code: 'draining' })
  expect(await client.closed).toBe(4500)
  await closing
})
