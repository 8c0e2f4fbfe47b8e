import { expect, onTestFinished, test, vi } from 'vitest'
import { RawClient, Writer } from './raw-client.fixture'
import { testRelay } from './test-relay.fixture'

const update = (channel: number, seq: number, bytes: Uint8Array) =>
  ({ type: 'update', channel, seq, lease: null, codec: 0, update: bytes }) as const

test('LM1 the welcome says the limits that this relay was given', async () => {
  const { url } = await testRelay({ limits: { structs: 7, presenceBytes: 99 } })
  const client = await RawClient.open(url)
  client.send({ type: 'hello', versions: [1, 1], tenant: '', agent: 'ada', user: '', token: '', client: 'test' })
  expect((await client.next('welcome')).limits).toMatchObject({ structs: 7, presenceBytes: 99, idsPerJoin: 64 })
})

test('HS12 nothing follows failed, whatever the client still asks', async () => {
  const { url } = await testRelay()
  const client = await RawClient.greet(url, 'ada')
  client.sendBytes(Uint8Array.of(0xff))
  for (let nonce = 0; nonce < 20; nonce++) client.send({ type: 'ping', nonce })
  expect(await client.closed).toBe(4406)
  expect(client.pending.filter(type => type !== 'pong').at(-1)).toBe('failed')
  expect(client.pending.at(-1)).toBe('failed')
})

test('JN12 a room has one channel for all sockets, and the numbers count nothing', async () => {
  const { url } = await testRelay()
  const [ada, bob] = [await RawClient.greet(url, 'ada'), await RawClient.greet(url, 'bob')]
  const spaces = ['a', 'b', 'c', 'd']
  const channels: number[] = []
  for (const space of spaces) {
    const { channel } = (await ada.join(space)).joined
    expect((await bob.join(space)).joined.channel).toBe(channel)
    channels.push(channel)
  }
  expect(new Set(channels).size).toBe(spaces.length)
  const steps = channels.slice(1).map((channel, i) => Math.abs(channel - channels[i]!))
  expect(Math.max(...steps)).toBeGreaterThan(1000)
})

test('JN12 no two rooms have one channel, and none has the number of the connection, whatever is drawn', async () => {
  const drawn = [0, 10, 10, 1, 14]
  vi.spyOn(crypto, 'getRandomValues').mockImplementation(into => {
    const next = into instanceof Uint32Array ? drawn.shift() : undefined
    if (next !== undefined) (into as unknown as Uint32Array)[0] = next
    return into
  })
  onTestFinished(() => void vi.restoreAllMocks())
  const { url } = await testRelay()
  const client = await RawClient.greet(url, 'ada')
  const first = await client.join('one')
  const second = await client.join('two')
  expect([first.joined.channel, second.joined.channel]).toEqual([5, 7])
})

test('JN17 a channel that is closed leaves the socket and its other channels alone', async () => {
  const { url } = await testRelay()
  const ada = await RawClient.greet(url, 'ada')
  const lost = (await ada.join('a', { ids: [101] })).joined.channel
  const kept = (await ada.join('b', { ids: [102] })).joined.channel
  const twin = await RawClient.greet(url, 'ada')
  await twin.join('a', { ids: [101] })
  expect(await ada.next('closed')).toMatchObject({ channel: lost, code: 'replaced' })
  ada.send(update(kept, 1, new Writer(102).push('still here')))
  expect(await ada.next('ack')).toMatchObject({ channel: kept, upTo: 1 })
})
