import { type Relay, startRelay } from '@commonplace/relay'
import { MemoryDisk, memoryStorage } from '@commonplace/storage/memory'
import type { Browser, BrowserContext, Page } from 'playwright'
import { endSharedWorkers } from '../../browser/shared-workers'
import { agentIn, crash, type Verbs } from '../../browser/tab-agents'

interface Tab {
  readonly page: Page
  readonly agent: Verbs
  isOffline: boolean
  isFrozen: boolean
}

/** Tabs of one agent in one browser, their relay, and what happens to both. */
export class TeamOfTabs {
  readonly tabs: Tab[] = []
  isFull = false
  readonly #context: BrowserContext
  readonly #url: string
  readonly #disk: MemoryDisk
  readonly #relayUrl: string
  #relay: Relay | undefined

  private constructor(context: BrowserContext, url: string, disk: MemoryDisk, relay: Relay) {
    this.#context = context
    this.#url = url
    this.#disk = disk
    this.#relay = relay
    this.#relayUrl = relay.url
  }

  static async open(browser: Browser, url: string, count: number): Promise<TeamOfTabs> {
    const disk = new MemoryDisk()
    const relay = await startRelay({ data: memoryStorage({ from: disk }), insecure: true })
    const team = new TeamOfTabs(await browser.newContext(), url, disk, relay)
    for (let at = 0; at < count; at++) team.tabs.push(await team.#openTab())
    return team
  }

  get hasRelay(): boolean {
    return this.#relay !== undefined
  }

  async reload(at: number): Promise<void> {
    const tab = this.tabs[at]!
    await this.#load(tab.page, tab.agent)
    tab.isOffline = false
  }

  /** Another tab takes its place. */
  async end(at: number, how: 'crash' | 'close'): Promise<void> {
    const { page, agent } = this.tabs[at]!
    if (how === 'crash') await crash(page)
    else await agent.close()
    await page.close()
    this.tabs[at] = await this.#openTab()
  }

  async goOffline(at: number, isOffline: boolean): Promise<void> {
    const tab = this.tabs[at]!
    if (isOffline) await tab.agent.pause()
    else await tab.agent.resume()
    tab.isOffline = isOffline
  }

  async freeze(at: number, isFrozen: boolean): Promise<void> {
    const tab = this.tabs[at]!
    const session = await this.#context.newCDPSession(tab.page)
    await session.send('Page.setWebLifecycleState', { state: isFrozen ? 'frozen' : 'active' })
    await session.detach()
    tab.isFrozen = isFrozen
  }

  async fillDisk(isFull: boolean): Promise<void> {
    const session = await this.#context.newCDPSession(this.tabs.find(({ isFrozen }) => !isFrozen)!.page)
    const { origin } = new URL(this.#url)
    await session.send('Storage.overrideQuotaForOrigin', isFull ? { origin, quotaSize: 1_000 } : { origin })
    await session.detach()
    this.isFull = isFull
  }

  async endIndexWorker(): Promise<void> {
    await endSharedWorkers(this.#context.browser()!, ({ url }) => url.includes('browser-worker'))
  }

  async stopRelay(): Promise<void> {
    await this.#relay?.close()
    this.#relay = undefined
  }

  async startRelay(): Promise<void> {
    const port = Number(new URL(this.#relayUrl).port)
    this.#relay ??= await startRelay({ data: memoryStorage({ from: this.#disk }), insecure: true, port })
  }

  /** All is well again. */
  async recover(): Promise<void> {
    await this.startRelay()
    for (const at of this.tabs.keys()) {
      if (this.tabs[at]!.isFrozen) await this.freeze(at, false)
      if (this.tabs[at]!.isOffline) await this.goOffline(at, false)
    }
    if (this.isFull) await this.fillDisk(false)
  }

  async close(): Promise<void> {
    await this.#context.close()
    await this.stopRelay()
  }

  async #openTab(): Promise<Tab> {
    const page = await this.#context.newPage()
    const agent = agentIn(page)
    await this.#load(page, agent)
    return { page, agent, isOffline: false, isFrozen: false }
  }

  async #load(page: Page, agent: Verbs): Promise<void> {
    await page.goto(this.#url)
    await page.waitForFunction(() => typeof (globalThis as { tabsPage?: unknown }).tabsPage === 'object')
    await agent.openIndexed({ agent: { id: 'support', user: 'ada' }, relay: this.#relayUrl })
  }
}
