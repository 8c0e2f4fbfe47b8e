import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AgentProcess, startAgent } from '../fixtures/agent-process'
import { type RelayProcess, startRelayProcess } from '../processes/relay-process.fixture'

const caller = new URL('p01-caller.fixture.ts', import.meta.url)
let data: string
let relay: RelayProcess
let agents: AgentProcess[] = []
const [ada, bob, eve, joe] = [0, 1, 2, 3].map(index => () => agents[index]!) as [
  () => AgentProcess,
  () => AgentProcess,
  () => AgentProcess,
  () => AgentProcess,
]

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'commonplace-p1-'))
  relay = await startRelayProcess({ data })
  agents = ['ada', 'bob', 'eve', 'joe'].map(id => startAgent(caller, [relay.url, id]))
  await Promise.all(agents.map(agent => agent.printed('online')))
})

afterAll(async () => {
  await Promise.all(agents.map(agent => agent.kill()))
  await relay.kill()
  await rm(data, { recursive: true, force: true })
})

/** The different results that an agent says its calls of a tool gave. */
async function resultsOf(agent: AgentProcess, name: string): Promise<unknown[]> {
  const said = `result ${name} `
  const line = await agent.begun(said)
  return (JSON.parse(line.slice(said.length)) as string[]).map(each => JSON.parse(each))
}

const startsOf = (name: string, of: readonly AgentProcess[] = agents): number =>
  of.flatMap(agent => agent.said()).filter(line => line.startsWith(`start ${name} `)).length

test('P1 two agents that make the same three calls need three runs, and both have every result', async () => {
  const names = ['weather', 'rates', 'stock']
  for (const agent of [ada(), bob()]) for (const name of names) agent.tell(`call ${name}`)
  for (const name of names) {
    const [first, second] = await Promise.all([ada(), bob()].map(agent => resultsOf(agent, name)))
    expect(first).toEqual(second)
    expect(first).toMatchObject([{ name }])
    expect(startsOf(name)).toBe(1)
  }
})

test('P1 six identical calls of two agents at once are one run', async () => {
  for (const agent of [ada(), bob()]) agent.tell('call news 3')
  const [first, second] = await Promise.all([ada(), bob()].map(agent => resultsOf(agent, 'news')))
  expect(first).toEqual(second)
  expect(first?.length).toBe(1)
  expect(startsOf('news')).toBe(1)
})

test('P1 cut off, there is at most one run in each part, and afterwards one result for all', async () => {
  // Three parts: ada alone, bob alone, and eve and joe with the relay.
  for (const agent of [ada(), bob()]) agent.tell('pause')
  for (const agent of agents) agent.tell('call cut 2')
  const results = await Promise.all(agents.map(agent => resultsOf(agent, 'cut')))
  expect(results[2]).toEqual(results[3])
  expect([[ada()], [bob()], [eve(), joe()]].map(part => startsOf('cut', part))).toEqual([1, 1, 1])
  for (const agent of [ada(), bob()]) agent.tell('resume')
  const answer = `runs cut 3 ${JSON.stringify(results[2]![0])} true`
  for (const agent of agents) {
    const isAnswered = () => {
      agent.tell('runs cut')
      return agent.said().includes(answer)
    }
    await expect.poll(isAnswered, { timeout: 60_000, interval: 100 }).toBe(true)
  }
})

test('P1 a runner that is killed costs one more start, and there is one result', async () => {
  joe().tell('stuck hours 1 1s')
  await joe().begun('start hours')
  for (const agent of [ada(), bob()]) agent.tell('call hours')
  await joe().kill()
  const [first, second] = await Promise.all([ada(), bob()].map(agent => resultsOf(agent, 'hours')))
  expect(first).toEqual(second)
  expect(startsOf('hours')).toBe(2)
})

test('P1 a relay that is killed while somebody runs costs no run: the lease is on its disk', async () => {
  ada().tell('call prices')
  await ada().begun('start prices')
  const { port } = relay
  await relay.kill()
  relay = await startRelayProcess({ data, port })
  const results = await resultsOf(ada(), 'prices')
  expect(results).toMatchObject([{ by: 'ada' }])
  const newcomer = startAgent(caller, [relay.url, 'newcomer'])
  agents.push(newcomer)
  await newcomer.printed('online')
  newcomer.tell('call prices')
  expect(await resultsOf(newcomer, 'prices')).toEqual(results)
  expect(startsOf('prices')).toBe(1)
})

test('P1 six callers over a restart of the relay are one run: who waited goes on waiting', async () => {
  const callers = [ada(), bob(), eve()]
  // The relay was away just before.
  for (const agent of callers) agent.tell('online again')
  await Promise.all(callers.map(agent => agent.printed('online again')))
  ada().tell('stuck round 2')
  await ada().begun('start round')
  for (const agent of [bob(), eve()]) agent.tell('call round 2')
  await Promise.all([bob(), eve()].map(agent => agent.printed('asked round')))
  // Nobody sees the relay go before another is there, however long it takes to start.
  for (const agent of callers) agent.freeze()
  const { port } = relay
  await relay.kill()
  relay = await startRelayProcess({ data, port })
  for (const agent of callers) agent.wake()
  for (const agent of callers) agent.tell('free round')
  const results = await Promise.all(callers.map(agent => resultsOf(agent, 'round')))
  expect(results).toEqual(Array(3).fill([{ name: 'round', by: 'ada', runs: expect.any(Number) }]))
  expect(startsOf('round')).toBe(1)
})
