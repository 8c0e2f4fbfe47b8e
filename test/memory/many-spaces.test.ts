import { type Memory, openMemory } from '@commonplace/memory'
import { startLoopbackRelay } from '@commonplace/relay/loopback'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'

type Relay = Awaited<ReturnType<typeof startLoopbackRelay>>

async function open(relay: Relay, id: string, spaces: readonly string[]): Promise<Memory> {
  const memory = await openMemory({
    agent: { id },
    spaces: Object.fromEntries(spaces.map(name => [name, 'shared' as const])),
    relay: { url: 'ws://loopback', openSocket: relay.openSocket },
    storage: memoryStorage(),
  })
  onTestFinished(() => memory.close())
  return memory
}

async function relayForTest(options: Parameters<typeof startLoopbackRelay>[0] = {}): Promise<Relay> {
  const relay = await startLoopbackRelay(options)
  onTestFinished(() => relay.close())
  return relay
}

test('agents sync hundreds of spaces over one connection each', async () => {
  const relay = await relayForTest()
  const spaces = Array.from({ length: 300 }, (_, at) => `project ${at}`)
  const [ada, bob] = [await open(relay, 'ada', spaces), await open(relay, 'bob', spaces)]
  await expect.poll(() => [ada, bob].map(({ sync }) => sync.status.value.synced)).toEqual([true, true])
  const { id } = await ada.add('The last project ships on Friday', { space: 'project 299', consistency: 'relay' })
  await expect.poll(() => bob.get(id)).toMatchObject({ author: { agent: 'ada' } })
})

test('LM4 a space beyond what one connection may have says so in the status, with what to do', async () => {
  const relay = await relayForTest({ limits: { roomsPerSocket: 2 } })
  const ada = await open(relay, 'ada', ['one', 'two', 'three'])
  await expect
    .poll(() => Object.values(ada.sync.status.value.spaces).map(({ state }) => state))
    .toEqual(['live', 'live', 'waiting'])
  const { synced, spaces } = ada.sync.status.value
  expect(synced).toBe(false)
  expect(spaces.three!.denied).toEqual({
    code: 'quota',
    message: "at most 2 rooms on one connection: close some, or raise the relay's roomsPerSocket",
  })
})
