import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { launchChromium } from './find-chromium'
import type { Agent } from './pages/tabs/agent'
import type { TabsPage } from './pages/tabs/main'
import { type ServedPages, servePages } from './serve-page'

declare const tabsPage: TabsPage

export type Verbs = { [Verb in keyof Agent]: (...args: Parameters<Agent[Verb]>) => ReturnType<Agent[Verb]> }

/** Pages that hold an agent each, and reach one in a worker of their own and one in a worker they share. */
export function tabPages() {
  let pages: ServedPages
  let browser: Browser
  let context: BrowserContext

  beforeAll(async () => {
    ;[pages, browser] = await Promise.all([
      servePages(fileURLToPath(new URL('./pages/tabs', import.meta.url))),
      launchChromium(),
    ])
  })
  afterAll(async () => {
    await browser?.close()
    await pages?.close()
  })
  beforeEach(async () => {
    context = await browser.newContext()
  })
  afterEach(() => context.close())

  async function openPage(): Promise<Page> {
    const page = await context.newPage()
    await page.goto(pages.url)
    await ready(page)
    return page
  }
  return { openPage, origin: () => pages.url }
}

export const ready = (page: Page) => page.waitForFunction(() => typeof tabsPage === 'object')

/** An agent that runs in a page, or in a worker that the page reaches. */
export function agentIn(page: Page, where: keyof TabsPage = 'tab'): Verbs {
  const call = (verb: keyof Agent, args: unknown[]) =>
    page.evaluate(
      ([where, verb, args]) => {
        const reached = tabsPage[where]
        return typeof reached === 'function'
          ? reached(verb, ...args)
          : (reached[verb] as (...all: unknown[]) => unknown)(...args)
      },
      [where, verb, args] as const,
    )
  return new Proxy({} as Verbs, {
    get: (_, verb) => (verb === 'then' ? undefined : (...args: unknown[]) => call(verb as keyof Agent, args)),
  })
}

/** The page ends as when its process is killed. */
export async function crash(page: Page): Promise<void> {
  await Promise.all([page.waitForEvent('crash'), page.goto('chrome://crash').catch(() => {})])
}

export async function allSee(agents: readonly Verbs[], texts: readonly string[]): Promise<void> {
  for (const agent of agents) await expect.poll(() => agent.contents(), { timeout: 20_000 }).toEqual([...texts].sort())
}
