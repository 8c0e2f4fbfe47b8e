import { openMemory } from '@commonplace/memory'
import { startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { agentIn, allSee } from './tab-agents'
import { testPages } from './test-pages'

const { openPage, ready, reload, context } = testPages('tabs')
const patience = { timeout: 20_000 }
const support = { id: 'support', user: 'ada' }
const first = 'commonplace/default/support@u=ada'

test('what a second tab wrote is in the first store when it is gone, and its own store is deleted', async () => {
  const pages = [await openPage(), await openPage()] as const
  const [one, two] = [agentIn(pages[0]), agentIn(pages[1])]
  for (const agent of [one, two]) await agent.open({ agent: support })
  await one.add('of the first')
  await two.add('of the second')
  await two.addPrivately('a private note of the second')
  await one.addPrivately('a private note of the first')
  const all = ['of the first', 'of the second', 'a private note of the second', 'a private note of the first']
  await allSee([one, two], all)
  expect(await one.databases()).toEqual([first, `${first}@2`])
  for (const page of pages) await page.close()

  const last = await openPage()
  const again = agentIn(last)
  await again.open({ agent: support })
  await allSee([again], all)
  await expect.poll(() => again.databases(), patience).toEqual([first])
  await last.reload()
  await ready(last)
  await again.open({ agent: support })
  await allSee([again], all)
  expect(await again.search('the second')).toContain('the second')
  expect(await again.tiers()).toEqual(['local'])
})

test('what a second tab could not send goes to the relay under its own ids, before its store is deleted', async () => {
  const relay = await startRelay({ data: memoryStorage(), insecure: true })
  try {
    const pages = [await openPage(), await openPage()] as const
    const agents = pages.map(page => agentIn(page))
    for (const agent of agents) await agent.open({ agent: support, relay: relay.url })
    await agents[1]!.flush()
    await agents[1]!.pause()
    await agents[1]!.add('written while away')
    for (const page of pages) await page.close()

    const again = agentIn(await openPage())
    await again.open({ agent: support, relay: relay.url })
    await allSee([again], ['written while away'])
    await expect.poll(() => again.databases(), patience).toEqual([first])
    expect(await again.tiers()).toEqual(['relay'])
    const mel = await openMemory({ agent: { id: 'mel' }, relay: relay.url, storage: memoryStorage() })
    await expect
      .poll(async () => (await mel.getAll({ scope: 'all' })).map(each => each.author.agent))
      .toEqual(['support'])
    await mel.close()
  } finally {
    await relay.close()
  }
})

test('a tab that opens while another one closes takes its store over', async () => {
  const [one, two] = [agentIn(await openPage()), agentIn(await openPage())]
  await one.open({ agent: support })
  const notes = Array.from({ length: 300 }, (_, at) => `a private note, ${at}`)
  await one.beginToClose(notes)
  await two.open({ agent: support })
  expect(await two.databases()).toEqual([first])
  expect(await two.contents()).toEqual(notes.sort())
})

test('a tab that crashes as another one opens has lost nothing that was acknowledged: it is there at the next load at the latest', async () => {
  const relay = await startRelay({ data: memoryStorage(), insecure: true })
  try {
    const options = { agent: support, relay: relay.url }
    const pages = [await openPage(), await openPage()] as const
    const [one, two] = [agentIn(pages[0]), agentIn(pages[1])]
    await one.open(options)
    await one.flush()
    await one.pause()
    await one.add('acknowledged, not sent')
    await one.addPrivately('acknowledged, private')
    await one.flushLocally()
    // The browser may hold the lock of the dead for a moment, so that the other one begins a further store.
    const session = await context().newCDPSession(pages[0])
    const crashed = pages[0].waitForEvent('crash')
    session.send('Page.crash').catch(() => {})
    await two.open(options)
    await crashed
    await two.addPrivately('of the other one, private')
    await two.flushLocally()
    await reload(pages[1])
    await two.open(options)
    const all = ['acknowledged, not sent', 'acknowledged, private', 'of the other one, private']
    await allSee([two], all)
    await expect.poll(() => two.databases(), patience).toEqual([first])
    await two.flush()
    await reload(pages[1])
    await two.open(options)
    await allSee([two], all)
    expect((await two.tiers()).sort()).toEqual(['local', 'relay'])
  } finally {
    await relay.close()
  }
})

test('a store of another user is left alone', async () => {
  const pages = [await openPage(), await openPage(), await openPage()] as const
  const agents = pages.map(page => agentIn(page))
  for (const [at, user] of ['ada', 'mel', 'ada'].entries()) {
    await agents[at]!.open({ agent: { id: 'support', user } })
    await agents[at]!.addPrivately(`a note for ${user}, ${at}`)
  }
  for (const page of pages) await page.close()
  const again = agentIn(await openPage())
  await again.open({ agent: support })
  await expect.poll(() => again.databases(), patience).toEqual([first, 'commonplace/default/support@u=mel'])
  await allSee([again], ['a note for ada, 0', 'a note for ada, 2'])
})
