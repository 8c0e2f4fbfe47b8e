import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { launchChromium } from './find-chromium'
import type { MemoryPage } from './pages/memory/main'
import { type ServedPages, servePages } from './serve-page'

declare const memoryPage: MemoryPage

let pages: ServedPages
let browser: Browser

beforeAll(async () => {
  pages = await servePages(fileURLToPath(new URL('./pages/memory', import.meta.url)))
  browser = await launchChromium()
})

afterAll(async () => {
  await browser?.close()
  await pages?.close()
})

async function openPage(): Promise<Page> {
  const context = await browser.newContext()
  onTestFinished(() => context.close())
  const page = await context.newPage()
  await load(page)
  return page
}

async function load(page: Page): Promise<void> {
  await page.goto(pages.url)
  await page.waitForFunction(() => typeof memoryPage === 'object')
}

const place = (page: Page) => page.evaluate(() => memoryPage.indexStatus().place)
const found = (page: Page, query: string) => page.evaluate(query => memoryPage.found(query), query)

async function fill(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let at = 0; at < 40; at++) await memoryPage.add(`the copper ladder number ${at} at the harbour`)
    await memoryPage.add('a violin in winter')
  })
}

test.each([
  ['a worker', false],
  ['the port of a shared worker', true],
])('the search index lives behind %s, and is loaded there again from the disk', async (_, isShared) => {
  const page = await openPage()
  const open = () =>
    page.evaluate(isShared => {
      const agent = { id: `keeper-${isShared}` }
      return memoryPage.openWithWorker({ agent, gate: false, keepIndex: { from: 1, afterMs: 0 } }, isShared)
    }, isShared)
  await open()
  await fill(page)
  await expect.poll(() => place(page)).toBe('worker')
  expect(await found(page, 'who plays the violin?')).toEqual(['a violin in winter'])
  await page.evaluate(() => memoryPage.close())
  await load(page)
  await open()
  expect(await place(page)).toBe('worker')
  expect(await found(page, 'who plays the violin?')).toEqual(['a violin in winter'])
})

test('where the worker’s file is missing the index stays in the page, which says why', async () => {
  const page = await openPage()
  await page.evaluate(() => memoryPage.openWithMissingWorker({ agent: { id: 'keeper' }, gate: false }))
  await fill(page)
  expect(await found(page, 'who plays the violin?')).toEqual(['a violin in winter'])
  const status = () => page.evaluate(() => memoryPage.indexStatus())
  await expect.poll(status).toEqual({ place: 'here', reason: 'the index worker could not be loaded' })
})
