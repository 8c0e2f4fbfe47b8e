import { type Relay, startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { pageUrl } from './page-url'
import type { TabsPage } from './pages/tabs/main'
import { PlainChromium, type PlainPage } from './plain-chromium'

declare const tabsPage: TabsPage

const patience = { timeout: 20_000 }
let pages: string
let elsewhere: string
let browser: PlainChromium
let relay: Relay

beforeAll(async () => {
  ;[pages, elsewhere] = await Promise.all([pageUrl('tabs'), pageUrl('storage')])
})

// A profile of its own for each test, so that none finds the other's stores.
beforeEach(async () => {
  ;[browser, relay] = await Promise.all([PlainChromium.launch(), startRelay({ data: memoryStorage(), insecure: true })])
})

afterEach(() => Promise.all([browser?.close(), relay?.close()]))

async function openTab() {
  const page = await browser.openPage(pages)
  await expect.poll(() => page.evaluate(() => typeof tabsPage), patience).toBe('object')
  await page.evaluate(url => tabsPage.tab.open({ agent: { id: 'support' }, relay: url }), relay.url)
  await isOnline(page)
  return page
}

const status = (page: PlainPage) => page.evaluate(() => tabsPage.tab.status())
const isOnline = (page: PlainPage) => expect.poll(async () => (await status(page)).connection, patience).toBe('online')
const has = (page: PlainPage, ...texts: string[]) =>
  expect.poll(() => page.evaluate(() => tabsPage.tab.contents()), patience).toEqual(texts)
const add = (page: PlainPage, text: string) => page.evaluate(each => tabsPage.tab.add(each), text)
const flush = (page: PlainPage) => page.evaluate(() => tabsPage.tab.flush())

test('a tab that the browser freezes hands the connection on; it has what it missed when it goes on', async () => {
  const [one, two] = [await openTab(), await openTab()]
  expect([(await status(one)).socket, (await status(two)).socket]).toEqual(['here', 'elsewhere'])
  await add(one, 'a: before')
  await one.send('Page.setWebLifecycleState', { state: 'frozen' })
  await expect.poll(async () => (await status(two)).socket, patience).toBe('here')
  await isOnline(two)
  await add(two, 'b: meanwhile')
  await flush(two)
  await one.send('Page.setWebLifecycleState', { state: 'active' })
  await has(one, 'a: before', 'b: meanwhile')
  await isOnline(one)
  expect((await status(one)).socket).toBe('elsewhere')
  await add(one, 'c: after')
  await flush(one)
  await has(two, 'a: before', 'b: meanwhile', 'c: after')
})

test('a tab comes back out of the back-forward cache as it was, with what it missed, and writes on', async () => {
  const [one, two] = [await openTab(), await openTab()]
  await add(one, 'a: before')
  await one.evaluate(() => {
    addEventListener('pageshow', ({ persisted }) => Object.assign(globalThis, { isFromCache: persisted }))
  })
  // Chromium keeps no page in the cache that hears of a transaction of IndexedDB after it was left.
  await flush(one)
  await has(two, 'a: before')
  await one.send('Page.navigate', { url: elsewhere })
  await expect.poll(async () => (await status(two)).socket, patience).toBe('here')
  await isOnline(two)
  await add(two, 'b: meanwhile')
  await flush(two)
  const history = await one.send<{ entries: { id: number; url: string }[] }>('Page.getNavigationHistory')
  const { id: entryId } = history.entries.find(({ url }) => url === pages)!
  await one.send('Page.navigateToHistoryEntry', { entryId })
  const isFromCache = () =>
    one.evaluate(() => (globalThis as { isFromCache?: boolean }).isFromCache).catch(() => undefined)
  await expect.poll(isFromCache, patience).toBe(true)
  await has(one, 'a: before', 'b: meanwhile')
  await isOnline(one)
  await add(one, 'c: after')
  await flush(one)
  await has(two, 'a: before', 'b: meanwhile', 'c: after')
})
