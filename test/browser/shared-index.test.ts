import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import type { MemoryPage } from './pages/memory/main'
import { endSharedWorkers } from './shared-workers'
import { crash } from './tab-agents'
import { testPages } from './test-pages'

declare const memoryPage: MemoryPage

const { browser, openPage } = testPages('memory')
const patience = { timeout: 20_000 }

const place = (page: Page) => page.evaluate(() => memoryPage.indexStatus().place)
const found = (page: Page, query: string) => page.evaluate(query => memoryPage.found(query), query)
const add = (page: Page, text: string) => page.evaluate(text => memoryPage.add(text), text)

/** A tab of an agent whose index is in the shared worker from 20 records on. */
async function openTab(agent: { id: string; user?: string } = { id: 'keeper' }): Promise<Page> {
  const page = await openPage()
  await page.evaluate(agent => memoryPage.openWithWorker({ agent, gate: false }, true), agent)
  return page
}

async function fill(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let at = 0; at < 40; at++) await memoryPage.add(`the copper ladder number ${at} at the harbour`)
  })
  await expect.poll(() => place(page), patience).toBe('worker')
}

async function openTwo(): Promise<readonly [Page, Page]> {
  const one = await openTab()
  await fill(one)
  const two = await openTab()
  await expect.poll(() => place(two), patience).toBe('worker')
  return [one, two]
}

test('tabs of one agent have their index in one shared worker: each finds what it has just written, and what others wrote', async () => {
  const [one, two] = await openTwo()
  await add(two, 'a violin in winter')
  expect(await found(two, 'who plays the violin?')).toEqual(['a violin in winter'])
  await expect.poll(() => found(one, 'who plays the violin?'), patience).toEqual(['a violin in winter'])
  await add(one, 'a saddle in the meadow')
  expect(await found(one, 'where is the saddle?')).toEqual(['a saddle in the meadow'])
  await expect.poll(() => found(two, 'where is the saddle?'), patience).toEqual(['a saddle in the meadow'])
})

test('when a tab crashes that shares its index, the other one goes on', async () => {
  const [one, two] = await openTwo()
  await add(one, 'a violin in winter')
  await expect.poll(() => found(two, 'who plays the violin?'), patience).toEqual(['a violin in winter'])
  await crash(one)
  expect(await found(two, 'who plays the violin?')).toEqual(['a violin in winter'])
  await add(two, 'a saddle in the meadow')
  expect(await found(two, 'where is the saddle?')).toEqual(['a saddle in the meadow'])
  expect(await place(two)).toBe('worker')
})

test('when the shared worker ends without a word, all tabs find all of it in another one', async () => {
  const [one, two] = await openTwo()
  await add(one, 'a violin in winter')
  await expect.poll(() => found(two, 'who plays the violin?'), patience).toEqual(['a violin in winter'])
  expect(await endSharedWorkers(browser(), ({ title }) => title === 'keeper')).toBe(1)
  for (const page of [one, two]) {
    const status = () => page.evaluate(() => memoryPage.indexStatus())
    await expect.poll(status, patience).toEqual({ place: 'worker', reason: 'the index worker ended' })
    expect(await found(page, 'who plays the violin?')).toEqual(['a violin in winter'])
  }
})

test('an agent, and another user of the same agent, is answered from its own records only, though the worker is the same', async () => {
  const [one] = await openTwo()
  await add(one, 'a violin in winter')
  const ben = await openTab({ id: 'keeper', user: 'ben' })
  await fill(ben)
  expect(await found(ben, 'who plays the violin?')).toEqual([])
  expect(await found(one, 'who plays the violin?')).toEqual(['a violin in winter'])
})
