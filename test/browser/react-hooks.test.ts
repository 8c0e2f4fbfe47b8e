import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Relay, startRelay } from '@commonplace/relay'
import type { Page } from 'playwright'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ReactPage } from './pages/react/main'
import { testPages } from './test-pages'

declare const reactPage: ReactPage

let folder: string
let relay: Relay
let page: Page

const { openPage } = testPages('react')

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'react-hooks-'))
  relay = await startRelay({ data: folder, insecure: true })
  page = await openPage({ query: `?relay=${encodeURIComponent(relay.url)}` })
})

afterEach(async () => {
  await page.close()
  await relay.close()
  await rm(folder, { recursive: true })
})

const show = (ids: string[], route = '') =>
  page.evaluate(([ids, route]) => reactPage.show(ids, route), [ids, route] as const)

/** Waits until an output of an agent says this. */
async function says(agent: string, title: string, text: string): Promise<void> {
  const output = page.locator(`section[aria-label="${agent}"] output[title="${title}"]`)
  await expect.poll(() => output.textContent(), { timeout: 60_000 }).toBe(text)
}

test('records, hits, facts, conflicts and status follow what two agents write', async () => {
  await show(['ada', 'ben'])
  await says('ada', 'status', 'online 0')
  await says('ben', 'records', 'nothing')
  await page.evaluate(() => reactPage.appear('ada', 'packing'))
  await says('ben', 'peers', 'ada packing')
  await page.evaluate(() => reactPage.add('ada', 'The parcel left the warehouse'))
  await says('ada', 'records', 'The parcel left the warehouse relay')
  await says('ben', 'records', 'The parcel left the warehouse relay')

  const question = page.locator('section[aria-label="ben"] input')
  await question.fill('where is the parcel?')
  await says('ben', 'hits', 'The parcel left the warehouse')
  await question.fill('  ')
  await says('ben', 'hits', 'nothing')

  await says('ada', 'fact', 'order/42/status, none')
  await page.evaluate(() => reactPage.pause('ben'))
  await says('ben', 'status', 'paused 0')
  await page.evaluate(() => Promise.all([reactPage.assert('ada', 'shipped'), reactPage.assert('ben', 'packed')]))
  await says('ben', 'status', 'paused 1')
  await says('ada', 'fact', 'order/42/status, shipped')
  await says('ben', 'fact', 'order/42/status, packed')
  await page.evaluate(() => reactPage.resume('ben'))
  for (const agent of ['ada', 'ben']) {
    await says(agent, 'fact', 'order/42/status, disputed')
    await says(agent, 'conflicts', 'order/42/status')
  }
  await page.evaluate(() => reactPage.resolve('ben', 'shipped'))
  for (const agent of ['ada', 'ben']) {
    await says(agent, 'fact', 'order/42/status, shipped')
    await says(agent, 'conflicts', 'nothing')
  }
  await page.evaluate(() => reactPage.setKey('ada', 'order/43/status'))
  await says('ada', 'fact', 'order/43/status, none')
})

test('strict mode leaves one memory open, and unmounting closes it', async () => {
  await show(['ada'])
  await says('ada', 'records', 'nothing')
  expect(await page.evaluate(() => reactPage.opened() - reactPage.closed())).toBe(1)
  await show([])
  await expect.poll(() => page.evaluate(() => reactPage.opened() - reactPage.closed())).toBe(0)
  await show(['ada'])
  await says('ada', 'records', 'nothing')
  expect(await page.evaluate(() => reactPage.opened() - reactPage.closed())).toBe(1)
})

test('a component that asks for another memory never has the last one', async () => {
  await page.evaluate(() => reactPage.turnInto('ada'))
  await says('ada', 'records', 'nothing')
  await page.evaluate(() => reactPage.turnInto('ben'))
  await says('ben', 'records', 'nothing')
  expect(await page.evaluate(() => reactPage.strangers())).toBe(0)
  expect(await page.evaluate(() => reactPage.opened() - reactPage.closed())).toBe(1)
})

test('the component of another route finds what that of the last one wrote, however soon it comes', async () => {
  await show(['ada'])
  await says('ada', 'status', 'online 0')
  await page.evaluate(() => reactPage.pause('ada'))
  await page.evaluate(() => reactPage.add('ada', 'The parcel left the warehouse'))
  await show(['ada'], '/orders')
  await says('ada', 'records', 'The parcel left the warehouse relay')
  // These are gone before their memory is open.
  for (const route of ['/a', '/b', '/c', '/d']) await show(['ada'], route)
  await says('ada', 'records', 'The parcel left the warehouse relay')
  expect(await page.evaluate(() => reactPage.opened() - reactPage.closed())).toBe(1)
  const stores = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))
  expect(stores).toEqual(['react-ada/default/ada'])
})

test('a reading that fails is shown as its error, and the last value stays', async () => {
  await show(['ada'])
  await says('ada', 'records', 'nothing')
  await page.evaluate(() => reactPage.close('ada'))
  await page.evaluate(() => reactPage.setKey('ada', 'order/44/status'))
  await says('ada', 'fact', 'error closed')
})
