import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { storageConformance } from '@commonplace/storage/conformance'
import { chromium, type Page } from 'playwright'
import { beforeAll, describe, expect, test } from 'vitest'
import { chromiumFlags, findChromium } from './find-chromium'
import type { StoragePage } from './pages/storage/main'
import { testPages } from './test-pages'

declare const storagePage: StoragePage

const { openPage, reload, browser, context, url } = testPages('storage')

describe('in Chromium', () => {
  let page: Page
  beforeAll(async () => {
    page = await openPage({ within: await browser().newContext() })
  })

  // The page runs the cases; this side declares the same suite to have a test for each.
  storageConformance('indexeddb', () => Promise.reject(new Error('cases run in the page')), {
    describe,
    test: title =>
      test(title, async () => {
        await page.evaluate(name => storagePage.runCase(name), title)
      }),
  })
})

describe('life of a page', () => {
  test('a reload without closing keeps what was acknowledged, and the storage opens again', async () => {
    const page = await openPage()
    await page.evaluate(() => storagePage.open('reload'))
    expect(await page.evaluate(() => storagePage.put('a', 1000))).toBe('ok')
    await reload(page)
    await page.evaluate(() => storagePage.untilFree('reload'))
    expect(await page.evaluate(() => storagePage.open('reload'))).toBe('ok')
    expect(await page.evaluate(() => storagePage.get('a'))).toBe(1000)
  })

  test('a second tab is refused with `locked` until the first is closed', async () => {
    const [first, second] = [await openPage(), await openPage()]
    expect(await first.evaluate(() => storagePage.open('tabs'))).toBe('ok')
    expect(await second.evaluate(() => storagePage.open('tabs'))).toBe('locked')
    await first.close()
    await second.evaluate(() => storagePage.untilFree('tabs'))
    expect(await second.evaluate(() => storagePage.open('tabs'))).toBe('ok')
  })

  test('a storage deletes its database, also once it is closed, and never one that another tab has open', async () => {
    const [first, second] = [await openPage(), await openPage()]
    const isThere = () => first.evaluate(() => storagePage.isThere('gone'))
    await first.evaluate(() => storagePage.open('gone'))
    expect(await isThere()).toBe(true)
    expect(await first.evaluate(() => storagePage.destroy())).toBe('ok')
    expect(await isThere()).toBe(false)
    expect(await first.evaluate(() => storagePage.close())).toBe('ok')

    await first.evaluate(() => storagePage.open('gone'))
    expect(await first.evaluate(() => storagePage.close())).toBe('ok')
    expect(await first.evaluate(() => storagePage.destroy())).toBe('ok')
    expect(await isThere()).toBe(false)

    await first.evaluate(() => storagePage.open('gone'))
    await first.evaluate(() => storagePage.close())
    expect(await second.evaluate(() => storagePage.open('gone'))).toBe('ok')
    expect(await first.evaluate(() => storagePage.destroy())).toBe('locked')
    expect(await second.evaluate(() => storagePage.put('a', 10))).toBe('ok')
    expect(await isThere()).toBe(true)
  })
})

/** Starts writing and resolves, with the acknowledgements counted on, once the batch is reached. */
async function writeUpTo(page: Page, batch: number) {
  const state = { acknowledged: 0 }
  let isReached = () => {}
  const reached = new Promise<void>(resolve => {
    isReached = resolve
  })
  await page.exposeFunction('acknowledge', (number: number) => {
    state.acknowledged = Math.max(state.acknowledged, number)
    if (number >= batch) isReached()
  })
  await page.evaluate(() => {
    const { acknowledge } = globalThis as unknown as { acknowledge: (number: number) => void }
    storagePage.startWriting(acknowledge)
  })
  await reached
  return state
}

async function verify(page: Page, name: string, acknowledged: number): Promise<number> {
  await page.evaluate(free => storagePage.untilFree(free), name)
  expect(await page.evaluate(open => storagePage.open(open), name)).toBe('ok')
  return page.evaluate(number => storagePage.verifyAfterCrash(number), acknowledged)
}

describe('crashes', () => {
  const endings: [string, (page: Page) => Promise<unknown>][] = [
    ['a tab closed', page => page.close()],
    [
      'a renderer killed',
      page => Promise.all([page.waitForEvent('crash'), page.goto('chrome://crash').catch(() => {})]),
    ],
  ]
  test.each(endings)('%s while it commits keeps every acknowledged batch, none in part', async (_, end) => {
    let found = 0
    for (const batches of [1, 9, 60]) {
      const page = await openPage()
      await page.evaluate(() => storagePage.untilFree('crash'))
      expect(await page.evaluate(() => storagePage.open('crash'))).toBe('ok')
      const state = await writeUpTo(page, found + batches)
      await end(page)
      const next = await openPage()
      found = await verify(next, 'crash', state.acknowledged)
      await next.close()
    }
    expect(found).toBeGreaterThanOrEqual(70)
  })

  test('the whole browser killed while it commits strictly keeps every acknowledged batch', async () => {
    const profile = await mkdtemp(join(tmpdir(), 'commonplace-chromium-'))
    const launch = async () =>
      chromium.launchPersistentContext(profile, { executablePath: await findChromium(), args: [...chromiumFlags] })
    try {
      const first = await launch()
      const page = await openPage({ within: first })
      expect(await page.evaluate(() => storagePage.open('killed', 'strict'))).toBe('ok')
      const state = await writeUpTo(page, 25)
      const session = await first.browser()!.newBrowserCDPSession()
      const closed = new Promise(resolve => first.once('close', resolve))
      await session.send('Browser.crash').catch(() => {})
      await closed
      const second = await launch()
      expect(await verify(await openPage({ within: second }), 'killed', state.acknowledged)).toBeGreaterThanOrEqual(25)
      await second.close()
    } finally {
      await rm(profile, { recursive: true, force: true })
    }
  })
})

describe('a database taken away', () => {
  test('another tab that deletes it ends the storage with `closed` and frees the lock', async () => {
    const [first, second] = [await openPage(), await openPage()]
    await first.evaluate(() => storagePage.open('deleted'))
    expect(await first.evaluate(() => storagePage.put('a', 1))).toBe('ok')
    await second.evaluate(() => storagePage.deleteDatabase('deleted'))
    expect(await first.evaluate(() => storagePage.put('b', 1))).toBe('closed')
    expect(await first.evaluate(() => storagePage.tryToGet('a'))).toBe('closed')
    await second.evaluate(() => storagePage.untilFree('deleted'))
    expect(await first.evaluate(() => storagePage.close())).toBe('ok')
  })

  test('clearing the data of the site ends the storage with `closed`', async () => {
    const page = await openPage()
    await page.evaluate(() => storagePage.open('cleared'))
    expect(await page.evaluate(() => storagePage.put('a', 1))).toBe('ok')
    const session = await context().newCDPSession(page)
    await session.send('Storage.clearDataForOrigin', { origin: new URL(url()).origin, storageTypes: 'indexeddb' })
    await page.evaluate(() => storagePage.untilFree('cleared'))
    expect(await page.evaluate(() => storagePage.put('b', 1))).toBe('closed')
  })

  test.each([true, false])(
    'a connection that the browser ends (told: %s) is opened again, and nothing is lost',
    async told => {
      const page = await openPage()
      await page.evaluate(() => storagePage.open('lost'))
      for (const key of ['a', 'b', 'c']) {
        const put = page.evaluate(name => storagePage.put(name, 1000), key)
        await page.evaluate(isTold => storagePage.loseConnection(isTold), told)
        expect(await put).toBe('ok')
      }
      for (const key of ['a', 'b', 'c']) expect(await page.evaluate(name => storagePage.get(name), key)).toBe(1000)
      expect(await page.evaluate(() => storagePage.close())).toBe('ok')
    },
  )

  test('a database of a later version is `newer`, one of something else is `damaged`; both stay free', async () => {
    const page = await openPage()
    await page.evaluate(() => storagePage.makeDatabase('later', 2))
    await page.evaluate(() => storagePage.makeDatabase('foreign', 1))
    for (let i = 0; i < 2; i++) {
      expect(await page.evaluate(() => storagePage.open('later'))).toBe('newer')
      expect(await page.evaluate(() => storagePage.open('foreign'))).toBe('damaged')
    }
  })

  test('no room is `full`, and with room again the storage goes on', async () => {
    const page = await openPage()
    const session = await context().newCDPSession(page)
    const { origin } = new URL(url())
    // Before the first write: Chromium remembers for half a minute how much room it saw.
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 << 20 })
    await page.evaluate(() => storagePage.open('quota'))
    expect(await page.evaluate(() => storagePage.put('a', 1000))).toBe('ok')
    expect(await page.evaluate(() => storagePage.put('b', 8 << 20))).toBe('full')
    expect(await page.evaluate(() => storagePage.get('b'))).toBeUndefined()
    await session.send('Storage.overrideQuotaForOrigin', { origin })
    expect(await page.evaluate(() => storagePage.put('c', 8 << 20))).toBe('ok')
    expect(await page.evaluate(() => storagePage.get('a'))).toBe(1000)
  })
})

describe('adoption of a y-indexeddb database', () => {
  const texts = ['one', 'two', 'three']

  test.each([
    ['after its provider is gone', false],
    ['while its provider has it open', true],
  ])('reads the document %s, twice alike', async (_, leaveOpen) => {
    const page = await openPage()
    await page.evaluate(([all, open]) => storagePage.writeYIndexedDb('notes', all, open), [texts, leaveOpen] as const)
    expect(await page.evaluate(() => storagePage.hasYIndexedDb('notes'))).toBe(true)
    const read = await page.evaluate(() => storagePage.readYIndexedDb('notes'))
    expect(read?.texts).toEqual(texts)
    expect(await page.evaluate(() => storagePage.readYIndexedDb('notes'))).toEqual(read)
  })

  test('an absent database stays absent, and one of something else is not taken for it', async () => {
    const page = await openPage()
    expect(await page.evaluate(() => storagePage.hasYIndexedDb('absent'))).toBe(false)
    expect(await page.evaluate(() => storagePage.readYIndexedDb('absent'))).toBeUndefined()
    expect(await page.evaluate(() => storagePage.databases())).toEqual([])
    await page.evaluate(() => storagePage.open('ours'))
    expect(await page.evaluate(() => storagePage.hasYIndexedDb('ours'))).toBe(false)
    expect(await page.evaluate(() => storagePage.put('a', 1))).toBe('ok')
  })
})
