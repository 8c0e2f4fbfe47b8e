import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import type { MemoryPage } from './pages/memory/main'
import { testPages } from './test-pages'

declare const memoryPage: MemoryPage

const { openPage, reload } = testPages('memory')

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
  await reload(page)
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
