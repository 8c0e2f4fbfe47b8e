import type { Browser, BrowserContext, Page } from 'playwright'
import { pageUrl } from './page-url'
import { sharedChromium } from './shared-chromium'

export interface OpenStoryOptions {
  /** px; below 500 it is a phone */
  readonly width?: number
  readonly dark?: boolean
}

/** The inspector on a story of records given in advance, in contexts of its own: for tests of the views alone. */
export class StoryStage {
  readonly url: string
  readonly #browser: Browser
  readonly #contexts: BrowserContext[] = []

  private constructor(url: string, browser: Browser) {
    this.url = url
    this.#browser = browser
  }

  static async open(): Promise<StoryStage> {
    return new StoryStage(...(await Promise.all([pageUrl('inspector-story'), sharedChromium()])))
  }

  /** Opens the story at an address such as `?crowd#records`, and waits until it is read. */
  async page(address: string, { width = 1440, dark = false }: OpenStoryOptions = {}): Promise<Page> {
    const isPhone = width < 500
    const context = await this.#browser.newContext({
      viewport: { width, height: isPhone ? 844 : 900 },
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
      isMobile: isPhone,
      hasTouch: isPhone,
    })
    this.#contexts.push(context)
    context.setDefaultTimeout(15_000)
    const page = await context.newPage()
    await page.goto(`${this.url}${address}`)
    await page.locator('main > *').first().waitFor()
    await page.locator('.bones').waitFor({ state: 'detached' })
    return page
  }

  /** Closes what was opened on it. */
  async clear(): Promise<void> {
    for (const context of this.#contexts.splice(0)) await context.close()
  }
}
