import type { Browser, BrowserContext, Page } from 'playwright'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { pageUrl } from './page-url'
import { sharedChromium } from './shared-chromium'

export interface OpenStoryOptions {
  /** px; below 500 it is a phone */
  readonly width?: number
  readonly dark?: boolean
}

/**
 * The inspector on a story of records given in advance, for tests of the views alone. The tests of a file have one window and one
 * phone, each emptied before it is opened anew: a context of its own for each test took a third of what they cost.
 */
export class StoryStage {
  url!: string
  #browser!: Browser
  readonly #pages = new Map<'window' | 'phone', Page>()

  constructor() {
    beforeAll(async () => {
      ;[this.url, this.#browser] = await Promise.all([pageUrl('inspector-story'), sharedChromium()])
    })
    // Nobody knows what a test leaves that broke off.
    afterEach(({ task }) => (task.result?.state === 'fail' ? this.#close() : undefined))
    afterAll(() => this.#close())
  }

  /** Opens the story at an address such as `?crowd#records`, and waits until it is read; what was open before is gone. */
  async page(address: string, { width = 1440, dark = false }: OpenStoryOptions = {}): Promise<Page> {
    const isPhone = width < 500
    const page = await this.#emptyPage(isPhone ? 'phone' : 'window')
    await page.setViewportSize({ width, height: isPhone ? 844 : 900 })
    await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light', forcedColors: null })
    await page.goto(`${this.url}${address}`)
    await page.locator('main > *').first().waitFor()
    await page.locator('.bones').waitFor({ state: 'detached' })
    return page
  }

  async #emptyPage(kind: 'window' | 'phone'): Promise<Page> {
    const open = this.#pages.get(kind)
    if (open) {
      await open.evaluate(() => localStorage.clear())
      // Otherwise only its hash may change, and nothing be opened anew.
      await open.goto('about:blank')
      await open.mouse.move(-1, -1)
      return open
    }
    const context = await this.#newContext(kind === 'phone')
    const page = await context.newPage()
    this.#pages.set(kind, page)
    return page
  }

  async #newContext(isPhone: boolean): Promise<BrowserContext> {
    const context = await this.#browser.newContext({ reducedMotion: 'reduce', isMobile: isPhone, hasTouch: isPhone })
    context.setDefaultTimeout(15_000)
    return context
  }

  async #close(): Promise<void> {
    const pages = [...this.#pages.values()]
    this.#pages.clear()
    for (const page of pages) await page.context().close()
  }
}
