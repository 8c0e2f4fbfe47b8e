import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { connectionForTest, payloadsOf, relayForTest, replicaForTest, until, untilDoc } from './real-relay.fixture'

const entry = (key: string, payload: string) => ({ key, parents: [], payload })

test('a write travels from one agent to another, and its writer is told when the relay has it', async () => {
  const { url } = await relayForTest()
  const ada = await replicaForTest('ada')
  const bob = await replicaForTest('bob')
  connectionForTest(url, 'ada').attach(ada)
  connectionForTest(url, 'bob').attach(bob)
  const write = ada.append([entry('k', 'hello')])
  expect(write.tier).toBe('memory')
  await write.reached('relay')
  await untilDoc(bob, () => payloadsOf(bob).includes('hello'))
  expect(bob.authorOf(ada.client)).toEqual({ agent: 'ada', user: 'ada' })
  expect(ada.status.value).toMatchObject({ state: 'live', pending: 0, synced: true, refused: [] })
})

test('what was written offline arrives after the connection is back, and what others wrote meanwhile comes in', async () => {
  const { url } = await relayForTest()
  const ada = await replicaForTest('ada')
  const bob = await replicaForTest('bob')
  const adas = connectionForTest(url, 'ada')
  adas.attach(ada)
  connectionForTest(url, 'bob').attach(bob)
  await ada.append([entry('k', 'before')]).reached('relay')
  adas.pause()
  expect(ada.status.value.state).toBe('offline')
  for (let i = 0; i < 300; i++) ada.append([entry('k', `offline ${i}`)])
  await ada.flush('local')
  await bob.append([entry('k', 'meanwhile')]).reached('relay')
  adas.resume()
  await ada.flush('relay')
  await untilDoc(ada, () => payloadsOf(ada).includes('meanwhile'))
  await untilDoc(bob, () => payloadsOf(bob).length === 302)
  expect(payloadsOf(ada)).toEqual(payloadsOf(bob))
})

test('a relay that restarts on its log is found again, and nothing is lost', async () => {
  const data = memoryStorage()
  const first = await relayForTest(data)
  const ada = await replicaForTest('ada')
  const immediately = {
    set: (_: number, callback: () => void) => setTimeout(callback, 5),
    clear: (handle: unknown) => clearTimeout(handle as NodeJS.Timeout),
  }
  const connection = connectionForTest(first.url, 'ada', { timers: immediately })
  connection.attach(ada)
  await ada.append([entry('k', '1')]).reached('relay')
  await first.close()
  await until(connection.status, ({ state }) => state !== 'online')
  ada.append([entry('k', '2')])
  await relayForTest(memoryStorage({ from: data.disk }), first.port)
  await ada.flush('relay')
  const late = await replicaForTest('late')
  connectionForTest(first.url, 'late').attach(late)
  await until(late.status, ({ synced }) => synced)
  expect(payloadsOf(late)).toEqual(['1', '2'])
})
