import { type Fact, type Memory, openMemory } from '@commonplace/memory'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'
import { remoteAgentOfTest } from '../fixtures/agents-of-test'
import { relayOfTest } from '../fixtures/memories'
import { seen } from '../fixtures/seen'

const key = 'order/42/status'
const said = { support: 'processing', fulfilment: 'shipped', returns: 'refunded' } as const
type Agent = keyof typeof said
const agents = Object.keys(said) as Agent[]

test('P2 three agents in processes of their own disagree offline: each holds the same conflict object, to the byte', async () => {
  const { url } = await relayOfTest()
  const team = await Promise.all(
    agents.map(id => remoteAgentOfTest({ agent: { id, user: 'ada' }, relay: { url, paused: true } })),
  )
  for (const [at, agent] of team.entries()) {
    const scan = await agent.call<{ id: string }>('add', `What ${agents[at]} saw`)
    await agent.call('facts.assert', key, said[agents[at]!], { evidence: [scan.id], confidence: 0.5 + at / 10 })
  }
  for (const agent of team) await agent.call('sync.resume')
  for (const agent of team) await agent.call('sync.flush', 'relay')
  const facts = () => Promise.all(team.map(agent => agent.call<Fact>('facts.get', key)))
  await expect
    .poll(async () => (await facts()).map(({ sides }) => sides.length), { timeout: 60_000 })
    .toEqual([3, 3, 3])
  const [first, ...others] = await facts()
  for (const other of others) expect(JSON.stringify(other)).toBe(JSON.stringify(first))
  expect(first!.settled).toBe(false)
  expect(first!.sides.map(({ value, author, evidence }) => [value, author.agent, evidence.length])).toEqual(
    agents.map(id => [said[id], id, 1]),
  )

  // One resolves; the others hear of it, and what was overruled stays in the history.
  const kept = first!.sides[1]!
  await team[2]!.call('facts.resolve', key, { side: kept.id }, { reason: 'the scan is newer', consistency: 'relay' })
  await expect
    .poll(async () => (await facts()).map(({ settled }) => settled), { timeout: 60_000 })
    .toEqual([true, true, true])
  const [settled, ...rest] = await facts()
  for (const other of rest) expect(JSON.stringify(other)).toBe(JSON.stringify(settled))
  expect(settled!.value).toBe('shipped')
  expect(await team[0]!.call('history', settled!.record.id)).toHaveLength(4)
})

test('P2 in every order of delivery the conflict object is the same, and every rule chooses alike', async () => {
  const { url } = await relayOfTest()
  const orders = permutations(agents)
  const pictures = await Promise.all(orders.map((order, at) => deliveredIn(order, url, `order-${at}`)))
  for (const picture of pictures) expect(picture).toEqual(pictures[0])
  expect(pictures[0]).toMatchObject({
    latest: 'refunded',
    confidence: 'processing',
    authority: 'shipped',
    manual: null,
  })
}, 120_000)

/** The agents speak in turn and unheard, then reach the relay in this order; what each rule gives is read by a fourth. */
async function deliveredIn(order: readonly Agent[], url: string, tenant: string): Promise<unknown> {
  let now = 1_000_000
  const open = async (id: string, paused: boolean, conflicts?: Parameters<typeof openMemory>[0]['conflicts']) => {
    const relay = { url, paused }
    const clock = () => now
    const memory = await openMemory({ agent: { id }, tenant, relay, storage: memoryStorage(), conflicts, clock })
    onTestFinished(() => memory.close())
    return memory
  }
  const readers = {
    latest: await open('reader-latest', false, 'latest'),
    confidence: await open('reader-confidence', false, 'confidence'),
    authority: await open('reader-authority', false, { authority: ['fulfilment', 'returns'] }),
    manual: await open('reader-manual', false, 'manual'),
  }
  const writers = new Map<Agent, Memory>()
  for (const [at, id] of agents.entries()) {
    const memory = await open(id, true)
    writers.set(id, memory)
    now = 1_000_000 + at * 1_000
    await memory.facts.assert(key, said[id], { confidence: 0.9 - at / 10 })
  }
  for (const [at, id] of order.entries()) {
    writers.get(id)!.sync.resume()
    await writers.get(id)!.sync.flush('relay')
    for (const reader of Object.values(readers)) await sees(reader, at + 1)
  }
  const late = await open('late', false)
  const replicas = [...Object.values(readers), ...writers.values(), late]
  for (const replica of replicas) await sees(replica, agents.length)
  const sides = await Promise.all(replicas.map(async replica => (await replica.facts.get(key))?.sides))
  for (const other of sides) expect(JSON.stringify(other)).toBe(JSON.stringify(sides[0]))
  const chosen = await Promise.all(
    Object.entries(readers).map(async ([rule, memory]) => [rule, (await memory.facts.get(key))?.value ?? null]),
  )
  return {
    ...Object.fromEntries(chosen),
    sides: sides[0]?.map(({ value, author, time, confidence }) => [value, author.agent, time.getTime(), confidence]),
  }
}

function sees(memory: Memory, sides: number): Promise<void> {
  return seen(memory, async () => (await memory.facts.get(key))?.sides.length === sides)
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map(rest => [item, ...rest]))
}

test('P2 a claim that is planned holds from its day on, and what held on a day is still known', async () => {
  let now = Date.parse('2026-11-20')
  const memory = await openMemory({ agent: { id: 'pricing' }, storage: memoryStorage(), clock: () => now })
  onTestFinished(() => memory.close())
  const price = async (asOf?: string) => (await memory.facts.get('lamp/price', { ...(asOf && { asOf }) }))?.value
  await memory.facts.assert('lamp/price', 10)
  await memory.facts.assert('lamp/price', 12, { validFrom: '2027-01-01' })
  await memory.facts.assert('lamp/price', 8, { validFrom: '2026-11-27', validTo: '2026-11-28' })
  expect([await price(), await price('2026-11-27T12:00:00Z'), await price('2027-06-01')]).toEqual([10, 8, 12])
  now = Date.parse('2026-11-27T08:00:00Z')
  expect(await price()).toBe(8)
  now = Date.parse('2027-01-02')
  expect([await price(), await price('2026-11-21')]).toEqual([12, 10])
  expect(await memory.facts.conflicts()).toEqual([])
})

test('P2 a claim that is the first of its fact and does not hold now is given as it is once it holds', async () => {
  const now = Date.parse('2026-11-20')
  const checkpoints = [{ space: 'team', validators: 1 }]
  for (const options of [{}, { checkpoints }]) {
    const memory = await openMemory({
      agent: { id: 'pricing' },
      storage: memoryStorage(),
      clock: () => now,
      ...options,
    })
    onTestFinished(() => memory.close())
    const planned = await memory.facts.assert('lamp/price', 12, { validFrom: '2027-01-01' })
    expect(planned).toMatchObject({ value: 12, settled: true, record: { key: 'lamp/price' } })
    const ended = await memory.facts.assert('lamp/name', 'Lux', { validFrom: '2024-01-01', validTo: '2025-01-01' })
    expect(ended).toMatchObject({ value: 'Lux', sides: [{ value: 'Lux' }] })
    expect([await memory.facts.get('lamp/price'), await memory.facts.get('lamp/name')]).toEqual([undefined, undefined])
    for (const never of [{ validTo: '2026-01-01' }, { validFrom: '2027-01-01', validTo: '2027-01-01' }]) {
      await expect(memory.facts.assert('lamp/size', 3, never)).rejects.toMatchObject({
        code: 'invalid-input',
        message: expect.stringContaining('fact "lamp/size" would never hold'),
      })
    }
    expect((await memory.getAll({ filter: { key: 'lamp/size', status: ['plain', 'proposed'] } })).length).toBe(0)
  }
})

test('P2 agents that undo each other are told of, and so are facts that may be one under two keys', async () => {
  const memory = await openMemory({ agent: { id: 'support' }, storage: memoryStorage() })
  onTestFinished(() => memory.close())
  const told: [number, unknown][] = []
  memory.on('flip-flop', ({ flips, value }) => told.push([flips, value]))
  for (const value of ['open', 'closed', 'open', 'closed']) await memory.facts.assert('ticket/7/state', value)
  expect(told).toEqual([[2, 'closed']])
  await memory.facts.assert('tickets/7/state', 'closed')
  const [pair] = await memory.facts.duplicates()
  expect(pair).toMatchObject({ sameValue: true, facts: [{ key: 'ticket/7/state' }, { key: 'tickets/7/state' }] })
})
