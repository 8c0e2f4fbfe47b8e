import type { Page, Route } from 'playwright'
import { expect, test } from 'vitest'
import type { MemoryPage } from './pages/memory/main'
import { testPages } from './test-pages'

declare const memoryPage: MemoryPage

const { openPage, context } = testPages('memory')

/** The files of German's stemmer and stop words. */
const germanFiles = /\/de-[^/]*\.js$/
const options = { agent: { id: 'keeper' }, gate: false, language: 'german' } as const

// Without German's stemmer no other form of a word of three letters is found.
const found = (page: Page, query: string) => page.evaluate(query => memoryPage.found(query), query)
const failure = (page: Page, query: string) =>
  page.evaluate(query => memoryPage.found(query).catch(error => error.code), query)

test('a search in German waits for the stemmer’s file, and finds what was written before it came', async () => {
  const page = await openPage()
  const held: Route[] = []
  let letGo = () => {}
  const asked = new Promise<void>(resolve => {
    letGo = resolve
  })
  await context().route(germanFiles, route => {
    held.push(route)
    letGo()
  })
  await page.evaluate(options => memoryPage.open(options), options)
  await page.evaluate(() => memoryPage.add('Die Lampe kam nach drei Tagen'))
  const finding = found(page, 'tag')
  await asked
  await page.evaluate(() => memoryPage.add('Am nächsten Tag ging sie zurück'))
  await Promise.all(held.map(route => route.continue()))
  expect((await finding).sort()).toEqual(['Am nächsten Tag ging sie zurück', 'Die Lampe kam nach drei Tagen'])
})

test('a stemmer’s file that cannot be fetched is `offline` to the search alone, and there for a later one', async () => {
  const page = await openPage()
  await context().route(germanFiles, route => route.abort())
  await page.evaluate(options => memoryPage.open(options), options)
  await page.evaluate(() => memoryPage.add('Die Lampe kam nach drei Tagen'))
  expect(await failure(page, 'tag')).toBe('offline')
  await page.evaluate(() => memoryPage.add('Am nächsten Tag ging sie zurück'))
  await context().unroute(germanFiles)
  expect((await found(page, 'tag')).sort()).toEqual([
    'Am nächsten Tag ging sie zurück',
    'Die Lampe kam nach drei Tagen',
  ])
})

test.each([
  ['a worker', false],
  ['a shared worker', true],
])('an index in %s stems German as the page does', async (_, isShared) => {
  const page = await openPage()
  await page.evaluate(
    ([options, isShared]) => memoryPage.openWithWorker({ ...options, agent: { id: `german-${isShared}` } }, isShared),
    [options, isShared] as const,
  )
  for (let at = 0; at < 30; at++) await page.evaluate(at => memoryPage.add(`die Leiter Nummer ${at} am Hafen`), at)
  await page.evaluate(() => memoryPage.add('Die Lampe kam nach drei Tagen'))
  await expect.poll(() => page.evaluate(() => memoryPage.indexStatus().place)).toBe('worker')
  expect(await found(page, 'tag')).toEqual(['Die Lampe kam nach drei Tagen'])
})
