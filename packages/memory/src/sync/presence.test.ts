import { expect, test } from 'vitest'
import { connectionForTest, relayForTest, replicaForTest } from './real-relay.fixture'

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (state: Uint8Array) => new TextDecoder().decode(state)

test('what one shows others see, stamped with who it is, until it is taken back or its line is gone', async () => {
  const { url } = await relayForTest()
  const [ada, bob] = [await replicaForTest('ada'), await replicaForTest('bob')]
  const [adas, bobs] = [connectionForTest(url, 'ada'), connectionForTest(url, 'bob')]
  adas.attach(ada)
  bobs.attach(bob)
  const { peers } = bobs.presence(bob)
  const told: number[] = []
  bobs.presence(bob).onChange = client => told.push(client)
  const seen = (count: number) => expect.poll(() => peers.size).toBe(count)
  adas.presence(ada).show(bytes('typing'))
  await seen(1)
  const peer = peers.get(ada.client)
  expect({ ...peer, state: text(peer!.state) }).toEqual({
    client: ada.client,
    agent: 'ada',
    user: 'ada',
    state: 'typing',
  })
  adas.presence(ada).show(bytes(''))
  await seen(0)
  adas.presence(ada).show(bytes('back'))
  await seen(1)
  adas.pause()
  await seen(0)
  adas.resume()
  await seen(1)
  bobs.pause()
  expect(peers.size).toBe(0)
  expect(told).toEqual(Array(6).fill(ada.client))
})
