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
  const agent = { id: `keeper-${isShared}` }
  const open = (from: number) =>
    page.evaluate(
      ([agent, from, isShared]) =>
        memoryPage.openOnStorage({ agent, gate: false, keepIndex: { from, afterMs: 0 } }, isShared),
      [agent, from, isShared] as const,
    )
  const close = () => page.evaluate(() => memoryPage.close())
  await open(1_000)
  await fill(page)
  await expect.poll(() => place(page)).toBe('worker')
  expect(await found(page, 'who plays the violin?')).toEqual(['a violin in winter'])
  await close()
  // All is there already, so that an index of all of it is kept; that is done in the background, and closing does not wait.
  await open(1)
  await expect.poll(() => page.evaluate(() => memoryPage.isIndexKept())).toBe(true)
  await close()
  await reload(page)
  await open(1)
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

test('a search as of a past time is answered by a worker of its own, as it is in the page, until something changes', async () => {
  const page = await openPage()
  const asked = (query: string) => page.evaluate(query => memoryPage.foundAsOf(query, '2020-01-01T00:00:00Z'), query)
  // Which of those that score alike come first, and which of them are among the last, hangs on ids, which are chance.
  const askedBoth = async () => {
    const [violins, ladders] = [await asked('who plays the violin?'), await asked('ladder at the meadow')]
    expect([violins.length, ladders.length]).toEqual([5, 20])
    const last = ladders.at(-1)![1]
    const all = [...violins, ...ladders.filter(([, score]) => score > last)]
    return all.sort(([one, first], [other, second]) => second - first || one.localeCompare(other))
  }
  const answers = async () => {
    await page.evaluate(() => memoryPage.fillSince('2019-01-01T00:00:00Z', 'violin'))
    expect(await found(page, 'who plays the violin?')).toEqual([])
    return askedBoth()
  }
  await page.evaluate(() => memoryPage.open({ agent: { id: 'thread' }, gate: false, indexWorker: false }))
  const expected = await answers()
  expect(expected).toHaveLength(10)
  expect(page.workers()).toHaveLength(0)
  await page.evaluate(() => memoryPage.close())

  await page.evaluate(() => memoryPage.openWithWorker({ agent: { id: 'keeper' }, gate: false }, false))
  expect(await answers()).toEqual(expected)
  expect(page.workers()).toHaveLength(2)
  await page.evaluate(() => memoryPage.add('a saddle in the meadow'))
  await expect.poll(() => page.workers().length).toBe(1)
  // Called off, it ends at once; who asks again is answered.
  const calledOff = page.evaluate(() => memoryPage.foundAsOf('violin', '2020-01-01T00:00:00Z', true))
  await expect(calledOff).rejects.toThrow('never mind')
  expect(await askedBoth()).toEqual(expected)
  await page.evaluate(() => memoryPage.close())
  await expect.poll(() => page.workers().length).toBe(0)
})
