import { expect, test } from 'vitest'
import { payloadsOf, RawClient, Writer } from './raw-client.fixture'
import { testRelay } from './test-relay.fixture'

async function joined(url: string, agent: string, ids: number[] = []) {
  const client = await RawClient.greet(url, agent)
  const answer = await client.join('team', { ids })
  const { channel } = answer.joined
  let seq = 0
  const send = (update: Uint8Array, codec = 0): void => {
    seq++
    client.send({ type: 'update', channel, seq, lease: null, codec, update })
  }
  return { client, channel, send, answer }
}

test('AK2 AK5 FO1 FO2 ID6 an update is acknowledged and fanned out to others, after its binding', async () => {
  const { url } = await testRelay()
  const [ada, bob] = [await joined(url, 'ada', [101]), await joined(url, 'bob')]
  ada.send(new Writer(101).push('hello', 'again'))
  expect((await ada.client.next('ack')).upTo).toBe(1)
  await bob.client.settle()
  expect(bob.client.pending).toEqual(['bindings', 'updates'])
  expect((await bob.client.next('bindings')).bindings).toEqual([{ client: 101, agent: 'ada', user: '' }])
  const { updates, channel } = await bob.client.next('updates')
  expect(channel).toBe(ada.channel)
  expect(payloadsOf(updates)).toEqual(new Map([[101, ['hello', 'again']]]))
  await ada.client.settle()
  expect(ada.client.pending).toEqual([])
  const late = await joined(url, 'late')
  expect(payloadsOf(late.answer.pieces.map(({ update }) => update)).get(101)).toEqual(['hello', 'again'])
  expect(late.answer.joined.bindings).toEqual([{ client: 101, agent: 'ada', user: '' }])
})

test('FO3 FO4 updates that arrive together are one frame for those who sent none of them', async () => {
  const { url } = await testRelay()
  const [ada, bob] = [await joined(url, 'ada', [101]), await joined(url, 'bob')]
  const writer = new Writer(101)
  for (let n = 0; n < 20; n++) ada.send(writer.push(`${n}`))
  const received: Uint8Array[] = []
  let [frames, number] = [0, 0]
  while (received.length < 20) {
    const frame = await bob.client.next('updates')
    expect(frame.number).toBeGreaterThan(number)
    number = frame.number
    received.push(...frame.updates)
    frames++
  }
  expect(frames).toBeLessThan(20)
  expect(payloadsOf(received).get(101)).toEqual(Array.from({ length: 20 }, (_, n) => `${n}`))
})

test('FO2 of two who write at once each gets the update of the other only', async () => {
  const { url } = await testRelay()
  const [ada, bob] = [await joined(url, 'ada', [101]), await joined(url, 'bob', [102])]
  ada.send(new Writer(101).push('a'))
  bob.send(new Writer(102).push('b'))
  expect([...payloadsOf((await ada.client.next('updates')).updates).keys()]).toEqual([102])
  expect([...payloadsOf((await bob.client.next('updates')).updates).keys()]).toEqual([101])
})

test('RF1 RF2 after a refusal nothing is taken or answered until the channel joins again', async () => {
  const { url } = await testRelay()
  const ada = await joined(url, 'ada', [101])
  const writer = new Writer(101)
  const [first, second, third] = [writer.push('1'), writer.push('2'), writer.push('3')]
  ada.send(first)
  ada.send(third)
  ada.send(second)
  expect(await ada.client.next('refused')).toMatchObject({ seq: 2, code: 'causal-gap' })
  expect((await ada.client.next('ack')).upTo).toBe(1)
  await ada.client.settle()
  expect(ada.client.pending).toEqual([])
  const { joined: again } = await ada.client.join('team', { ids: [101] })
  expect(again.vector).toEqual(new Map([[101, 1]]))
  ada.client.send({ type: 'update', channel: ada.channel, seq: 1, lease: null, codec: 0, update: second })
  expect((await ada.client.next('ack')).upTo).toBe(1)
})

test('GD12 AK4 a repeat is acknowledged and fanned out to nobody', async () => {
  const { url } = await testRelay()
  const [ada, bob] = [await joined(url, 'ada', [101]), await joined(url, 'bob')]
  const update = new Writer(101).push('once')
  ada.send(update)
  ada.send(update)
  while ((await ada.client.next('ack')).upTo < 2);
  await bob.client.settle()
  expect(bob.client.pending).toEqual(['bindings', 'updates'])
})

test('GD2 GD6 GD10 GD15 VN4 what is refused for good says why', async () => {
  const { url } = await testRelay({ limits: { updateBytes: 2000 } })
  const ada = await joined(url, 'ada', [101])
  ada.send(new Writer(101).push('here'))
  await ada.client.next('ack')
  const refusal = async (update: Uint8Array, options: { codec?: number; lease?: boolean } = {}) => {
    const bob = await joined(url, 'bob', [102])
    const lease = options.lease === true ? { epoch: 'e', number: 1 } : null
    const { codec = 0 } = options
    bob.client.send({ type: 'update', channel: bob.channel, seq: 1, lease, codec, update })
    const { code, value } = await bob.client.next('refused')
    return `${code} ${value}`
  }
  const mine = () => new Writer(102)
  expect(await refusal(mine().change(doc => doc.getMap('m').set('k', 1)))).toBe('invalid 0')
  expect(await refusal(mine().push('x'.repeat(3000)))).toBe('too-large 2000')
  expect(await refusal(mine().push('x'), { codec: 1 })).toBe('unsupported 0')
  expect(await refusal(mine().push('x'), { lease: true })).toBe('lease-lost 0')
  expect(await refusal(Uint8Array.of(1, 2, 3))).toBe('invalid 0')
})

test('AK1 a sequence with a gap ends the socket', async () => {
  const { url } = await testRelay()
  const ada = await joined(url, 'ada', [101])
  const update = new Writer(101).push('x')
  ada.client.send({ type: 'update', channel: ada.channel, seq: 2, lease: null, codec: 0, update })
  expect((await ada.client.next('failed')).code).toBe('invalid')
  expect(await ada.client.closed).toBe(4400)
})

test('LM5 too many updates at once are refused with the time to wait', async () => {
  const { url } = await testRelay({ limits: { updatesPerSecond: 5 } })
  const ada = await joined(url, 'ada', [101])
  const writer = new Writer(101)
  for (let n = 0; n < 20; n++) ada.send(writer.push(`${n}`))
  const { code, value } = await ada.client.next('refused')
  expect(code).toBe('rate-limited')
  expect(value).toBeGreaterThan(0)
  expect(value).toBeLessThanOrEqual(1000)
})

test('LM6 a room that is full takes no more, and still acknowledges repeats', async () => {
  const { url } = await testRelay({ limits: { roomBytes: 300 } })
  const ada = await joined(url, 'ada', [101])
  const writer = new Writer(101)
  const first = writer.push('x'.repeat(200))
  ada.send(first)
  ada.send(first)
  ada.send(writer.push('y'.repeat(200)))
  expect(await ada.client.next('refused')).toMatchObject({ seq: 3, code: 'quota', value: 300 })
  while ((await ada.client.next('ack')).upTo < 2);
})
