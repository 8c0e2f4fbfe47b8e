import { expect, test } from 'vitest'
import { connectionForTest, relayForTest, replicaForTest, until } from './real-relay.fixture'

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (state: Uint8Array) => new TextDecoder().decode(state)

test('what one shows others see, stamped with who it is, until it is taken back or its line is gone', async () => {
  const { url } = await relayForTest()
  const [ada, bob] = [await replicaForTest('ada'), await replicaForTest('bob')]
  const [adas, bobs] = [connectionForTest(url, 'ada'), connectionForTest(url, 'bob')]
  adas.attach(ada)
  bobs.attach(bob)
  const seen = bobs.presence(bob).peers
  adas.presence(ada).show(bytes('typing'))
  const [peer] = await until(seen, peers => peers.length === 1)
  expect({ ...peer, state: text(peer!.state) }).toEqual({
    client: ada.client,
    agent: 'ada',
    user: 'ada',
    state: 'typing',
  })
  adas.presence(ada).show(bytes(''))
  await until(seen, peers => peers.length === 0)
  adas.presence(ada).show(bytes('back'))
  await until(seen, peers => peers.length === 1)
  adas.pause()
  await until(seen, peers => peers.length === 0)
  adas.resume()
  await until(seen, peers => peers.length === 1)
  bobs.pause()
  expect(seen.value).toEqual([])
})
