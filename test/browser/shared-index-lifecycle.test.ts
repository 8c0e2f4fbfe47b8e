import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { pageUrl } from './page-url'
import type { MemoryPage } from './pages/memory/main'
import { PlainChromium, type PlainPage } from './plain-chromium'

declare const memoryPage: MemoryPage

const patience = { timeout: 20_000 }
let pages: string
let elsewhere: string
let browser: PlainChromium

beforeAll(async () => {
  ;[pages, elsewhere] = await Promise.all([pageUrl('memory'), pageUrl('storage')])
})

beforeEach(async () => {
  browser = await PlainChromium.launch()
})

afterEach(() => browser?.close())

/** A tab whose index is in the shared worker. */
async function openTab(): Promise<PlainPage> {
  const page = await browser.openPage(pages)
  await expect.poll(() => page.evaluate(() => typeof memoryPage), patience).toBe('object')
  await page.evaluate(() => memoryPage.openWithWorker({ agent: { id: 'keeper' }, gate: false }, true))
  return page
}

const place = (page: PlainPage) => page.evaluate(() => memoryPage.indexStatus().place)
const add = (page: PlainPage, text: string) => page.evaluate(text => memoryPage.add(text), text)
const found = (page: PlainPage, query: string) => page.evaluate(query => memoryPage.found(query), query)
const count = (page: PlainPage) => page.evaluate(() => memoryPage.count())

async function write(page: PlainPage, times: number): Promise<void> {
  await page.evaluate(async times => {
    for (let at = 0; at < times; at++) await memoryPage.add(`the copper ladder number ${at} at the harbour`)
  }, times)
}

async function openTwo(): Promise<readonly [PlainPage, PlainPage]> {
  const one = await openTab()
  await write(one, 40)
  await add(one, 'a violin in winter')
  const two = await openTab()
  for (const page of [one, two]) await expect.poll(() => place(page), patience).toBe('worker')
  await expect.poll(() => count(two), patience).toBe(41)
  return [one, two]
}

/** More than are moved for one answer. */
const many = 300

test('a frozen tab keeps nobody from the index they share; it finds what it missed when it goes on', async () => {
  const [one, two] = await openTwo()
  await one.send('Page.setWebLifecycleState', { state: 'frozen' })
  await write(two, many)
  await add(two, 'a saddle in the meadow')
  expect(await found(two, 'where is the saddle?')).toEqual(['a saddle in the meadow'])
  await one.send('Page.setWebLifecycleState', { state: 'active' })
  await expect.poll(() => found(one, 'where is the saddle?'), patience).toEqual(['a saddle in the meadow'])
  await expect.poll(() => count(one), patience).toBe(42 + many)
  for (const page of [one, two]) expect(await found(page, 'who plays the violin?')).toEqual(['a violin in winter'])
})

test('a tab with a shared index comes back out of the back-forward cache, and finds what it missed', async () => {
  const [one, two] = await openTwo()
  await one.evaluate(() => {
    addEventListener('pageshow', ({ persisted }) => Object.assign(globalThis, { isFromCache: persisted }))
  })
  await one.send('Page.navigate', { url: elsewhere })
  await write(two, many)
  await add(two, 'a saddle in the meadow')
  expect(await found(two, 'where is the saddle?')).toEqual(['a saddle in the meadow'])
  const history = await one.send<{ entries: { id: number; url: string }[] }>('Page.getNavigationHistory')
  const { id: entryId } = history.entries.find(({ url }) => url === pages)!
  await one.send('Page.navigateToHistoryEntry', { entryId })
  const isFromCache = () =>
    one.evaluate(() => (globalThis as { isFromCache?: boolean }).isFromCache).catch(() => undefined)
  await expect.poll(isFromCache, patience).toBe(true)
  await expect.poll(() => found(one, 'where is the saddle?'), patience).toEqual(['a saddle in the meadow'])
  expect(await found(one, 'who plays the violin?')).toEqual(['a violin in winter'])
})
