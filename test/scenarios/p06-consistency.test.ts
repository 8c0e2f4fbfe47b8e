import type { Fact, MemoryRecord, OpenOptions, TopologyName } from '@commonplace/memory'
import { expect, test } from 'vitest'
import { remoteAgentOfTest } from '../fixtures/agents-of-test'
import { folderOfTest } from '../fixtures/folders'
import { memoryOfTest, relayOfTest, untilSeen } from '../fixtures/memories'
import { startRelayProcess } from '../processes/relay-process.fixture'

const key = 'order/42/status'

test('P6 each write says how safe it is: local works alone, relay survives the relay, claimed never stands beside another', async () => {
  const data = await folderOfTest()
  let relay = await startRelayProcess({ data, onLog: () => {} })
  const { port } = relay
  const ada = await remoteAgentOfTest({ agent: { id: 'ada' }, relay: relay.url })
  const bob = await memoryOfTest('bob', { relay: relay.url })
  await ada.call('add', 'written for the relay', { consistency: 'relay' })
  const claims = [1, 2, 3].flatMap(n => [
    ada.call<Fact>('facts.assert', key, n, { consistency: 'claimed' }),
    bob.facts.assert(key, -n, { consistency: 'claimed' }),
  ])
  for (const fact of await Promise.all(claims)) expect(fact.settled).toBe(true)
  await relay.kill()
  // What waits for the relay says so; what does not is written all the same.
  const alone = await ada.call<MemoryRecord>('add', 'written alone', { consistency: 'local' })
  expect(alone.durability).toBe('local')
  const waiting = ada.call<MemoryRecord>('add', 'waits for the relay', { consistency: 'relay' })
  relay = await startRelayProcess({ data, port, onLog: () => {} })
  expect((await waiting).durability).toBe('relay')
  const newcomer = await memoryOfTest('newcomer', { relay: relay.url })
  const seen = async () => (await newcomer.getAll({ scope: 'all' })).map(({ content }) => content)
  const written = ['written for the relay', 'written alone', 'waits for the relay']
  await expect.poll(seen).toEqual(expect.arrayContaining(written))
  expect(await newcomer.facts.get(key)).toMatchObject({ settled: true, record: { versions: 6 } })
  await relay.kill()
})

test('P6 a read with a bound has everything that was acknowledged before it; without the relay its age decides', async () => {
  let now = Date.now()
  const { url } = await relayOfTest()
  const [ada, bob] = [
    await memoryOfTest('ada', { relay: url }),
    await memoryOfTest('bob', { relay: url, clock: () => now }),
  ]
  for (let n = 0; n < 20; n++) {
    const record = await ada.add(`write ${n}`, { consistency: 'relay' })
    expect(await bob.get(record.id, { maxStaleness: 0 })).toMatchObject({ content: `write ${n}` })
  }
  await ada.facts.assert(key, 'shipped', { consistency: 'relay' })
  expect(await bob.facts.get(key, { maxStaleness: 0 })).toMatchObject({ value: 'shipped' })
  expect(bob.sync.staleness()).toBe(0)
  bob.sync.pause()
  now += 4_000
  expect(bob.sync.staleness()).toBe(4_000)
  await ada.add('unseen', { consistency: 'relay' })
  expect(await bob.getAll({ scope: 'all', maxStaleness: '5s' })).toHaveLength(21)
  const tooOld = { code: 'offline', message: expect.stringContaining('4000 ms old') }
  await expect(bob.search('unseen', { maxStaleness: '3s' })).rejects.toMatchObject(tooOld)
  await expect(bob.context({ query: 'unseen', maxStaleness: 0 })).rejects.toMatchObject(tooOld)
  bob.sync.resume()
  expect(await bob.search('unseen', { maxStaleness: '3s' })).toHaveLength(1)
  const alone = await memoryOfTest('alone')
  await expect(alone.getAll({ maxStaleness: 0 })).rejects.toMatchObject({ code: 'no-relay' })
  await expect(alone.getAll({ maxStaleness: 'soon' })).rejects.toMatchObject({ code: 'invalid-input' })
  const given = new Error('no time')
  await expect(bob.getAll({ maxStaleness: 0, signal: AbortSignal.abort(given) })).rejects.toBe(given)
})

test.each<[TopologyName, MemoryRecord['durability'], boolean]>([
  ['centralised', 'relay', true],
  ['hybrid', 'local', true],
  ['distributed', 'local', false],
])(
  'P6 one script, %s: a write is at %s when it resolves, shared by itself: %s',
  async (topology, durability, isShared) => {
    const { url } = await relayOfTest()
    const options: Partial<OpenOptions> = { topology, relay: url }
    const [ada, bob] = [await memoryOfTest('ada', options), await memoryOfTest('bob', options)]
    const record = await ada.add('Order 42 is packed')
    expect(record.durability).toBe(durability)
    await ada.sync.flush('relay')
    expect((await bob.getAll({ maxStaleness: 0 })).length).toBe(isShared ? 1 : 0)
    if (isShared) return
    await ada.promote(record.id, { to: 'team' })
    await untilSeen(bob, async () => (await bob.getAll()).length === 1)
  },
)

test('P6 a claimed retraction waits for the lease of its record like a claimed update', async () => {
  const { url } = await relayOfTest()
  const ada = await memoryOfTest('ada', { relay: url })
  const record = await ada.add('Order 42 is packed', { consistency: 'relay' })
  const lease = await ada.work.claim('unrelated')
  await ada.retract(record.id, 'it is not', { consistency: 'claimed' })
  expect(await ada.get(record.id)).toBeUndefined()
  expect(ada.sync.status.value.pending).toBe(0)
  await lease.release()
  const alone = await memoryOfTest('alone')
  const other = await alone.add('Order 43 is packed')
  await expect(alone.retract(other.id, 'no', { consistency: 'claimed' })).rejects.toMatchObject({ code: 'no-relay' })
  expect(await alone.get(other.id)).toBeDefined()
})
