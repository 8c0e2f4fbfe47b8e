import { startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'
import { HandClock, testKey, testPolicy } from '../../../relay/src/identity/tokens.fixture'
import type { Timers } from './connection'
import { connectionForTest, payloadsOf, replicaForTest, room, until } from './real-relay.fixture'

const lifeMs = 605_000
const entry = (payload: string) => [{ key: 'k', parents: [], payload }]

/** Real timers, but for those of minutes: the next of them is in the test's hand. */
function timersInHand() {
  let arm = (_due: () => void) => {}
  const timers: Timers = {
    set: (ms, callback) => (ms < 60_000 ? setTimeout(callback, ms) : arm(callback)),
    clear: handle => clearTimeout(handle as NodeJS.Timeout),
  }
  const next = () =>
    new Promise<() => void>(resolve => {
      arm = resolve
    })
  return { timers, next }
}

test('TK8 TK5 a connection outlives its tokens: it renews them before they end, and nothing is interrupted', async () => {
  const clock = new HandClock()
  const { timers, next } = timersInHand()
  const { jwk, sign } = await testKey(clock)
  const tokens = { keys: { keys: [jwk] }, policy: testPolicy }
  const relay = await startRelay({ data: memoryStorage(), tokens, clock })
  onTestFinished(() => relay.close())
  let renewal = next()
  const getToken = () => sign({ tenant: room.tenant, agent: 'one', user: 'ada' })
  const connection = connectionForTest(relay.url, 'one', { getToken, timers })
  const states: string[] = []
  connection.status.subscribe(({ state }) => states.push(state))
  const one = await replicaForTest('one')
  connection.attach(one)
  await until(one.status, ({ synced }) => synced)
  for (const payload of ['1', '2', '3']) {
    const due = await renewal
    await one.append(entry(payload)).reached('relay')
    renewal = next()
    clock.pass(0.75 * lifeMs)
    due()
  }
  await renewal
  expect(payloadsOf(one)).toEqual(['1', '2', '3'])
  expect([states.at(-1), states.filter(state => state === 'connecting').length]).toEqual(['online', 1])
})

test('TK6 who cannot renew is turned away when the token ends, with the outbox kept; a new token brings it on', async () => {
  const clock = new HandClock()
  const { jwk, sign } = await testKey(clock)
  const tokens = { keys: { keys: [jwk] }, policy: testPolicy }
  const relay = await startRelay({ data: memoryStorage(), tokens, clock })
  onTestFinished(() => relay.close())
  const { timers } = timersInHand()
  const getToken = () => sign({ tenant: room.tenant, agent: 'one', user: 'ada' })
  const connection = connectionForTest(relay.url, 'one', { getToken, timers })
  const one = await replicaForTest('one')
  connection.attach(one)
  await until(one.status, ({ synced }) => synced)
  const offline = until(connection.status, ({ state }) => state === 'waiting')
  clock.pass(lifeMs)
  expect((await offline).reason).toMatchObject({ code: 'unauthorised' })
  const write = one.append(entry('while away'))
  connection.resume()
  await write.reached('relay')
  expect(one.status.value.refused).toEqual([])
})
