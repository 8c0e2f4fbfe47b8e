import type { Browser, BrowserContext, Page } from 'playwright'
import { afterEach, beforeAll, beforeEach } from 'vitest'
import { pageUrl } from './page-url'
import { sharedChromium } from './shared-chromium'

/**
 * One of the pages in `pages/` for the tests of a file, in a context of its own for each test.
 * It says that it is ready by a global object of its name, such as `memoryPage`.
 */
export function testPages(name: string) {
  let address: string
  let browser: Browser
  let context: BrowserContext

  beforeAll(async () => {
    ;[address, browser] = await Promise.all([pageUrl(name), sharedChromium()])
  })
  beforeEach(async () => {
    context = await browser.newContext()
  })
  afterEach(() => context.close())

  const ready = (page: Page) =>
    page.waitForFunction(global => typeof (globalThis as Record<string, unknown>)[global] === 'object', `${name}Page`)

  return {
    url: () => address,
    browser: () => browser,
    context: () => context,
    ready,
    /** @param options.query what the page is asked with, such as `?relay=…` */
    async openPage(options: { within?: BrowserContext; query?: string; before?: () => void } = {}): Promise<Page> {
      const page = await (options.within ?? context).newPage()
      if (options.before) await page.addInitScript(options.before)
      await page.goto(`${address}${options.query ?? ''}`)
      await ready(page)
      return page
    },
    async reload(page: Page): Promise<void> {
      await page.reload()
      await ready(page)
    },
  }
}
