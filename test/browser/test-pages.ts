import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { launchChromium } from './find-chromium'
import { type ServedPages, type ServePagesOptions, servePages } from './serve-page'

/**
 * One of the pages in `pages/` for the tests of a file: bundled once, in one Chromium, in a context of its own for each test.
 * It says that it is ready by a global object of its name, such as `memoryPage`.
 */
export function testPages(name: string, options: ServePagesOptions = {}) {
  let served: ServedPages
  let browser: Browser
  let context: BrowserContext

  beforeAll(async () => {
    const root = fileURLToPath(new URL(`./pages/${name}`, import.meta.url))
    ;[served, browser] = await Promise.all([servePages(root, options), launchChromium()])
  })
  afterAll(async () => {
    await browser?.close()
    await served?.close()
  })
  beforeEach(async () => {
    context = await browser.newContext()
  })
  afterEach(() => context.close())

  const ready = (page: Page) =>
    page.waitForFunction(global => typeof (globalThis as Record<string, unknown>)[global] === 'object', `${name}Page`)

  return {
    url: () => served.url,
    browser: () => browser,
    context: () => context,
    ready,
    /** @param options.query what the page is asked with, such as `?relay=…` */
    async openPage(options: { within?: BrowserContext; query?: string; before?: () => void } = {}): Promise<Page> {
      const page = await (options.within ?? context).newPage()
      if (options.before) await page.addInitScript(options.before)
      await page.goto(`${served.url}${options.query ?? ''}`)
      await ready(page)
      return page
    },
    async reload(page: Page): Promise<void> {
      await page.reload()
      await ready(page)
    },
  }
}
