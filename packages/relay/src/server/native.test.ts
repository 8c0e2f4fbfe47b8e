import { memoryStorage } from '@commonplace/storage/memory'
import { afterEach, expect, test } from 'vitest'
import { type Relay, startRelay } from '../index'
import { payloadsOf, RawClient, Writer } from './raw-client.fixture'

const relays: Relay[] = []
const relay = async (): Promise<Relay> => {
  const started = await startRelay({ data: memoryStorage() })
  relays.push(started)
  return started
}
afterEach(async () => {
  for (const started of relays.splice(0)) await started.close()
})

test('AK2 AK5 FO1 FO2 an update is acknowledged, fanned out to others and answered to a later join', async () => {
  const { url } = await relay()
  const [ada, bob] = [await RawClient.greet(url, 'ada'), await RawClient.greet(url, 'bob')]
  const writer = new Writer(101)
  const { joined } = await ada.join('team', { ids: [101] })
  await bob.join('team')
  ada.send({
    type: 'update',
    channel: joined.channel,
    seq: 1,
    lease: null,
    codec: 0,
    update: writer.push('hello', 'again'),
  })
  expect((await ada.next('ack')).upTo).toBe(1)
  const bindings = await bob.next('bindings')
  expect(bindings.bindings).toEqual([{ client: 101, agent: 'ada', user: '' }])
  const { updates, channel } = await bob.next('updates')
  expect(channel).toBe(joined.channel)
  expect(payloadsOf(updates)).toEqual(new Map([[101, ['hello', 'again']]]))
  await ada.settle()
  expect(ada.pending).toEqual([])
  const late = await RawClient.greet(url, 'late')
  const state = await late.join('team')
  expect(payloadsOf(state.pieces.map(({ update }) => update))).toEqual(new Map([[101, ['hello', 'again']]]))
  expect(state.joined.vector).toEqual(new Map([[101, 2]]))
  expect(state.joined.bindings).toEqual([{ client: 101, agent: 'ada', user: '' }])
})
