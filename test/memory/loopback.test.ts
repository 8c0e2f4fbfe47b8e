import { type Memory, openMemory } from '@commonplace/memory'
import { type LoopbackRelay, startLoopbackRelay } from '@commonplace/relay/loopback'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'

const everything = ['discover', 'read', 'append', 'curate'] as const
const policy = {
  version: 1 as const,
  rules: [
    { tenant: 'shop', space: 'team', rights: [...everything] },
    { tenant: 'shop', space: 'billing', agents: ['billing'], rights: [...everything] },
  ],
}

async function agent(relay: LoopbackRelay, id: string): Promise<Memory> {
  const memory = await openMemory({
    agent: { id },
    tenant: 'shop',
    spaces: { team: 'shared', billing: 'shared' },
    relay: { url: 'ws://loopback', openSocket: relay.openSocket },
    storage: memoryStorage(),
  })
  onTestFinished(() => memory.close())
  return memory
}

test('agents of one process meet without a network: acknowledged, fanned out, kept apart, done once', async () => {
  const relay = await startLoopbackRelay({ policy })
  onTestFinished(() => relay.close())
  const [support, billing] = await Promise.all([agent(relay, 'support'), agent(relay, 'billing')])

  const asked = await support.add('Ada asks for the annual plan', { consistency: 'relay' })
  await expect.poll(() => billing.get(asked.id)).toMatchObject({ author: { agent: 'support' } })

  const card = await billing.add('Card ending 4417', { space: 'billing', consistency: 'relay' })
  expect(support.sync.status.value.spaces.billing).toMatchObject({ denied: { code: 'unknown-room' } })
  expect(await support.get(card.id)).toBeUndefined()

  let calls = 0
  const ask = (memory: Memory) => memory.work.once('rate', async () => ++calls)
  expect(await Promise.all([ask(support), ask(billing)])).toEqual([1, 1])

  billing.sync.pause()
  await billing.add('written away from the relay')
  expect(await support.getAll()).toHaveLength(1)
  billing.sync.resume()
  await expect.poll(() => support.getAll()).toHaveLength(2)
})

test('a policy that is not valid is refused', async () => {
  const wrong = { version: 1, rules: [{ tenant: 'shop', space: '', rights: [] }] }
  await expect(startLoopbackRelay({ policy: wrong as never })).rejects.toThrow('the policy')
})
