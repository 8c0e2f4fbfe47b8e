import { openMemory } from '@commonplace/memory'
import { type Relay, type RelayOptions, startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import type { Page } from 'playwright'
import { afterEach, expect, test } from 'vitest'
import { HandClock, testKey } from '../../packages/relay/src/identity/tokens.fixture'
import { agentIn, allSee, crash, type Verbs } from './tab-agents'
import { testPages } from './test-pages'

const { openPage, ready } = testPages('tabs')
const patience = { timeout: 20_000 }
const support = { id: 'support', user: 'ada' }
let relay: Relay

afterEach(() => relay?.close())

async function startOne(options: Partial<RelayOptions> = {}): Promise<string> {
  relay = await startRelay({ data: memoryStorage(), insecure: options.tokens === undefined, ...options })
  return relay.url
}

const connections = async (): Promise<number> => {
  const response = await fetch(`${relay.url.replace('ws:', 'http:')}/healthz`)
  return (await response.json()).connections
}

const states = (agents: readonly Verbs[], what: 'connection' | 'socket' | 'denied') =>
  Promise.all(agents.map(async agent => (await agent.status())[what]))

const allOnline = async (agents: readonly Verbs[]) => {
  await expect.poll(async () => [...new Set(await states(agents, 'connection'))], patience).toEqual(['online'])
}

/** Two tabs, a worker of the first and one that they share, all of one agent, on one relay. */
async function openFour(open: (agent: Verbs) => Promise<void>) {
  const pages = [await openPage(), await openPage()] as const
  const agents = [agentIn(pages[0]), agentIn(pages[1]), agentIn(pages[0], 'worker'), agentIn(pages[1], 'shared')]
  for (const agent of agents) await open(agent)
  await allOnline(agents)
  return { pages, agents: agents as [Verbs, Verbs, Verbs, Verbs] }
}

/** Stops the page's script as a debugger does, and everything with it. @returns what lets it go on */
async function standStill(page: Page): Promise<() => Promise<void>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Debugger.enable')
  const paused = new Promise(resolve => session.once('Debugger.paused', resolve))
  await session.send('Debugger.pause')
  // It stops at the next thing that runs.
  page.evaluate(() => 0).catch(() => {})
  await paused
  return async () => {
    await session.send('Debugger.resume')
    await session.detach()
  }
}

test('two tabs and two workers of one agent have one connection; each has its own acknowledgements, leases and presence', async () => {
  const url = await startOne()
  const { agents } = await openFour(agent => agent.open({ agent: support, relay: url }))
  expect(await connections()).toBe(1)
  expect((await states(agents, 'socket')).sort()).toEqual(['elsewhere', 'elsewhere', 'elsewhere', 'here'])
  const texts = ['one', 'two', 'three', 'four']
  for (const [at, agent] of agents.entries()) {
    await agent.add(texts[at]!)
    await agent.flush()
  }
  // What the relay acknowledged to each is there for others.
  const mel = await openMemory({ agent: { id: 'mel' }, relay: url, storage: memoryStorage() })
  const contents = async () => (await mel.getAll({ scope: 'all' })).map(({ content }) => content).sort()
  await expect.poll(contents).toEqual([...texts].sort())
  await allSee(agents, texts)
  await agents[1].show('typing')
  await expect.poll(() => mel.team.presence.peers.value.map(({ agent }) => agent)).toEqual(['support'])
  await mel.close()

  const ran = await Promise.all(agents.map((agent, at) => agent.runOnce('report', texts[at]!)))
  expect(new Set(ran.map(({ value }) => value)).size).toBe(1)
  expect(ran.reduce((sum, each) => sum + each.ran, 0)).toBe(1)
})

test('a tab says that it shows what another one has yet to send, counts it nowhere, and says so no more once the relay gave it', async () => {
  const url = await startOne()
  const [one, two] = [agentIn(await openPage()), agentIn(await openPage())]
  for (const agent of [one, two]) await agent.open({ agent: support, relay: url })
  await allOnline([one, two])
  await one.pause()
  await one.add('kept by the first tab')
  await allSee([two], ['kept by the first tab'])
  expect(await two.status()).toMatchObject({ connection: 'online', pending: 0, borrowed: true })
  expect(await one.status()).toMatchObject({ connection: 'paused', pending: 1, borrowed: false })
  await one.resume()
  await one.flush()
  await expect.poll(() => two.status(), patience).toMatchObject({ pending: 0, borrowed: false })
  expect(await two.tiers()).toEqual(['relay'])
})

test('the tab that has the connection crashes: another one has it, nothing acknowledged is lost, those offline reconcile', async () => {
  const url = await startOne()
  const pages = [await openPage(), await openPage()] as const
  // A shared worker lives in the process of the page that started it, so here are only those that survive.
  const [one, two, worker] = [agentIn(pages[0]), agentIn(pages[1]), agentIn(pages[1], 'worker')] as const
  for (const agent of [one, two, worker]) await agent.open({ agent: support, relay: url })
  await allOnline([one, two, worker])
  expect((await one.status()).socket).toBe('here')
  await two.pause()
  await two.add('written while offline')
  await one.add('on the disk of the tab that crashes')
  await worker.add('before the crash')
  await crash(pages[0])
  await worker.add('after the crash')
  await worker.flush()
  await pages[1].reload()
  await ready(pages[1])
  const again = agentIn(await openPage())
  for (const agent of [two, again]) await agent.open({ agent: support, relay: url })
  await allOnline([two, again])
  await allSee(
    [two, again],
    ['written while offline', 'on the disk of the tab that crashes', 'before the crash', 'after the crash'],
  )
  expect(await connections()).toBe(1)
  await Promise.all([two.flush(), again.flush()])
  expect(await again.tiers()).toEqual(['relay'])
})

/** Timers of the length of a first pause between attempts to connect never come. */
function withoutFirstPauses(): void {
  const set = globalThis.setTimeout
  const isPause = (ms: number) => ms >= 250 && ms <= 1_000
  globalThis.setTimeout = ((act: () => void, ms = 0) => (isPause(ms) ? 0 : set(act, ms))) as typeof setTimeout
}

test('when the tab that has the connection closes or crashes, the others go on without a pause', async () => {
  const url = await startOne()
  const pages = []
  for (let at = 0; at < 4; at++) pages.push(await openPage({ before: withoutFirstPauses }))
  const agents = pages.map(page => agentIn(page))
  for (const agent of agents) {
    await agent.open({ agent: support, relay: url })
    await allOnline([agent])
  }
  const holder = async (among: readonly Verbs[]) => (await states(among, 'socket')).indexOf('here')
  expect(await holder(agents)).toBe(0)
  await agents[0]!.close()
  await allOnline(agents.slice(1))
  const next = await holder(agents)
  await crash(pages[next]!)
  const left = agents.filter((_, at) => at !== 0 && at !== next)
  await expect.poll(() => holder(left), patience).not.toBe(-1)
  await allOnline(left)
  expect(await connections()).toBe(1)
})

test('a tab that stands still is robbed of the connection, and is carried by the other when it goes on', async () => {
  const url = await startOne()
  const pages = [await openPage(), await openPage()] as const
  const [one, two] = [agentIn(pages[0]), agentIn(pages[1])]
  await one.open({ agent: support, relay: url })
  await allOnline([one])
  const release = await standStill(pages[0])
  await two.open({ agent: support, relay: url })
  await allOnline([two])
  expect((await two.status()).socket).toBe('here')
  await two.add('meanwhile')
  await two.flush()
  await release()
  await allOnline([one, two])
  expect(await states([one, two], 'socket')).toEqual(['elsewhere', 'here'])
  await allSee([one], ['meanwhile'])
  await expect.poll(connections).toBe(1)
})

test('a revocation stops the space in every tab, and each tab renews its own token', async () => {
  const clock = new HandClock()
  const { jwk, sign } = await testKey(clock)
  const url = await startOne({ clock, tokens: { keys: { keys: [jwk] } } })
  const admin = await sign({ agent: 'root', admin: true })
  const state = async (statement: object) => {
    const answer = await fetch(`${url.replace('ws:', 'http:')}/policy`, {
      method: 'POST',
      headers: { authorization: `Bearer ${admin}` },
      body: JSON.stringify(statement),
    })
    expect(answer.status).toBe(201)
  }
  await state({ do: 'grant', agent: 'support', space: 'team', right: 'append' })
  await state({ do: 'grant', agent: 'support', user: 'ada' })
  const issued = Math.floor(clock.now() / 1000)
  const token = await sign({ agent: 'support', user: 'ada', exp: issued + 2 })
  const { agents } = await openFour(agent => agent.openWithToken({ agent: support, tenant: 'acme' }, url, token))
  expect(await connections()).toBe(1)
  await agents[0].add('before')
  await allSee(agents, ['before'])
  // With two seconds to live a token is renewed after one and a half.
  await expect
    .poll(async () => Math.min(...(await Promise.all(agents.map(agent => agent.tokens())))), patience)
    .toBeGreaterThan(1)
  await state({ do: 'revoke', agent: 'support', space: 'team', right: 'discover' })
  await expect.poll(() => states(agents, 'denied'), patience).toEqual(agents.map(() => 'revoked'))
  await agents[0].add('after')
  expect(await agents[1].contents()).toEqual(['before'])
})
