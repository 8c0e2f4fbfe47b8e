import { expect, test } from 'vitest'
import { RawClient } from './raw-client.fixture'
import { testRelay } from './test-relay.fixture'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (state: Uint8Array): string => new TextDecoder().decode(state)

async function pair(url: string) {
  const [ada, bob] = [await RawClient.greet(url, 'ada'), await RawClient.greet(url, 'bob')]
  const { joined } = await ada.join('team', { ids: [101] })
  await bob.join('team', { ids: [102] })
  const show = (client: number, state: string): void =>
    ada.send({ type: 'presence', channel: joined.channel, client, state: bytes(state) })
  return { ada, bob, show, channel: joined.channel }
}

test('PR1 PR2 presence reaches the others with the name the relay knows, and not its owner', async () => {
  const { url } = await testRelay()
  const { ada, bob, show } = await pair(url)
  show(101, 'here')
  const changed = await bob.next('presence-changed')
  expect({ ...changed, state: text(changed.state) }).toMatchObject({ client: 101, agent: 'ada', state: 'here' })
  await ada.settle()
  expect(ada.pending).toEqual([])
})

test('PR3 of many states the latest arrives', async () => {
  const { url } = await testRelay()
  const { bob, show } = await pair(url)
  for (let n = 1; n <= 10; n++) show(101, `${n}`)
  let frames = 0
  let state = ''
  while (state !== '10') {
    state = text((await bob.next('presence-changed')).state)
    frames++
  }
  expect(frames).toBeLessThan(10)
})

test('PR4 PR5 who joins later sees it, and sees it end with the connection', async () => {
  const { url } = await testRelay()
  const { ada, bob, show } = await pair(url)
  show(101, 'here')
  await bob.next('presence-changed')
  const late = await RawClient.greet(url, 'late')
  await late.join('team')
  expect(text((await late.next('presence-changed')).state)).toBe('here')
  ada.cut()
  const gone = await late.next('presence-changed')
  expect([gone.client, gone.state.length]).toEqual([101, 0])
})

test('PR6 presence under an id of somebody else is dropped', async () => {
  const { url } = await testRelay()
  const { bob, show } = await pair(url)
  show(102, 'forged')
  show(101, 'mine')
  const changed = await bob.next('presence-changed')
  expect([changed.client, text(changed.state)]).toEqual([101, 'mine'])
})

test('PR7 a state that is too large ends the socket, too many are dropped', async () => {
  const { url } = await testRelay({ limits: { presencePerSecond: 3 } })
  const { ada, bob, show } = await pair(url)
  for (let n = 1; n <= 5; n++) show(101, `${n}`)
  expect(text((await bob.next('presence-changed')).state)).toBe('3')
  show(101, 'x'.repeat(5000))
  expect((await ada.next('failed')).code).toBe('too-large')
  expect(await ada.closed).toBe(4413)
})
