import { openMemory } from '@commonplace/memory'
import { type Relay, startRelay } from '@commonplace/relay'
import { MemoryDisk, memoryStorage } from '@commonplace/storage/memory'
import { afterEach, expect, test } from 'vitest'
import { agentIn, allSee, crash, type Verbs } from './tab-agents'
import { testPages } from './test-pages'

const { openPage, ready } = testPages('tabs')
let relay: Relay | undefined

afterEach(async () => {
  await relay?.close()
  relay = undefined
})

test('tabs and workers of one agent see each other without any network, and so does one that opens later', async () => {
  const [one, two] = [await openPage(), await openPage()]
  const agents = [agentIn(one), agentIn(two), agentIn(one, 'worker'), agentIn(two, 'shared')]
  for (const agent of agents) await agent.open({ agent: { id: 'support', user: 'ada' } })
  const texts = ['from the first tab', 'from the second tab', 'from a worker', 'from a shared worker']
  for (const [at, agent] of agents.entries()) await agent.add(texts[at]!)
  await agents[0]!.addPrivately('a private note')
  await allSee(agents, [...texts, 'a private note'])
  expect(await agents[2]!.search('the shared one')).toBe('from a shared worker')
  // On the disk of whoever wrote it, and no relay has it.
  for (const agent of agents) expect(await agent.tiers()).toEqual(['local'])

  const [late, stranger] = [agentIn(await openPage()), agentIn(one, 'shared')]
  await late.open({ agent: { id: 'support', user: 'ada' } })
  await allSee([late], [...texts, 'a private note'])
  await stranger.open({ agent: { id: 'support', user: 'mel' } })
  await stranger.add('of another user')
  await agents[1]!.add('one more')
  await allSee([late], [...texts, 'a private note', 'one more'])
  expect(await stranger.contents()).toEqual(['of another user'])
})

test('a tab that crashes has lost nothing that was acknowledged as local', async () => {
  const [page, other] = [await openPage(), await openPage()]
  const support = { agent: { id: 'support' } }
  await agentIn(page).open(support)
  await agentIn(other).open(support)
  await agentIn(page).add('acknowledged')
  await crash(page)
  await allSee([agentIn(other)], ['acknowledged'])
  const again = agentIn(await openPage())
  await again.open(support)
  await allSee([again], ['acknowledged'])
})

test('two tabs and a worker meet at a relay, write while they are away from it and while it is gone, and agree again', async () => {
  const disk = new MemoryDisk()
  const start = async (port?: number) => startRelay({ data: memoryStorage({ from: disk }), insecure: true, port })
  relay = await start()
  const { url } = relay
  const [one, two] = [await openPage(), await openPage()]
  const agents = [agentIn(one), agentIn(two), agentIn(two, 'worker')] as const
  const [ada, ben, cy] = agents
  const open = (agent: Verbs, id: string) => agent.open({ agent: { id }, relay: url })
  await Promise.all([open(ada, 'ada'), open(ben, 'ben'), open(cy, 'cy')])
  for (const [at, agent] of agents.entries()) await agent.add(`hello ${at}`)
  const said = ['hello 0', 'hello 1', 'hello 2']
  await allSee(agents, said)

  await ada.pause()
  await ada.add('ada, offline')
  await ben.add('ben, meanwhile')
  await one.reload()
  await ready(one)
  await open(ada, 'ada')
  said.push('ada, offline', 'ben, meanwhile')
  await allSee(agents, said)

  const port = Number(new URL(url).port)
  await relay.close()
  await cy.add('cy, without a relay')
  await expect.poll(async () => (await cy.status()).connection).not.toBe('online')
  relay = await start(port)
  // As when a laptop's network comes back: nobody waits for the next attempt.
  for (const page of [one, two]) await page.evaluate(() => dispatchEvent(new Event('online')))
  await cy.resume()
  await cy.flush()
  said.push('cy, without a relay')
  await allSee(agents, said)
  for (const agent of agents) expect((await agent.status()).pending).toBe(0)
})

test('what a tab made of a record that the relay then refuses of another one is seen by the team', async () => {
  relay = await startRelay({ data: memoryStorage(), insecure: true, limits: { updateBytes: 2048 } })
  const { url } = relay
  const mel = await openMemory({ agent: { id: 'mel' }, relay: url, storage: memoryStorage() })
  try {
    const [one, two] = [agentIn(await openPage()), agentIn(await openPage())]
    for (const agent of [one, two]) await agent.open({ agent: { id: 'support' }, relay: url })
    await one.flush()
    await one.pause()
    const long = 'long '.repeat(800)
    await one.add(long)
    await allSee([two], [long])
    await two.updateText(long, 'short')
    await one.resume()
    await expect.poll(() => one.refused()).toEqual(['too-large'])
    await allSee([one, two], ['short'])
    const seen = async () => (await mel.getAll({ scope: 'all' })).map(({ content, author }) => [author.agent, content])
    await expect.poll(seen).toEqual([['support', 'short']])
  } finally {
    await mel.close()
  }
})
