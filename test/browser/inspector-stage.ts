import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Relay, startRelay } from '@commonplace/relay'
import type { Browser, BrowserContext } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { type InspectorSource, inspectorAddress } from '../../apps/inspector/address'
import { InspectorTab } from './inspector-tab'
import { pageUrl } from './page-url'
import { sharedChromium } from './shared-chromium'

/** A relay for the tests of one file, the inspector's page and a Chromium; each test has a tenant and a context of its own. */
export class InspectorStage {
  folder!: string
  relay!: Relay
  /** The inspector's page. */
  url!: string
  context!: BrowserContext
  tenant!: string
  #browser!: Browser
  #tabs: InspectorTab[] = []
  #tenants = 0

  constructor() {
    beforeAll(() => this.#start())
    beforeEach(() => this.#begin())
    afterEach(() => this.#end())
    afterAll(() => this.#stop())
  }

  async #start(): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), 'commonplace-inspector-'))
    ;[this.relay, this.url, this.#browser] = await Promise.all([
      startRelay({ data: join(this.folder, 'relay'), insecure: true }),
      pageUrl('inspector'),
      sharedChromium(),
    ])
  }

  async #begin(): Promise<void> {
    this.tenant = `test-${++this.#tenants}`
    this.#tabs = []
    this.context = await this.#browser.newContext({
      viewport: { width: 1440, height: 900 },
      colorScheme: 'light',
      // No test of these looks at what moves, which takes as much as what is done.
      reducedMotion: 'reduce',
    })
    // A page that is not there is an error, not a wait of half a minute.
    this.context.setDefaultTimeout(15_000)
  }

  async #end(): Promise<void> {
    const complaints = this.#tabs.flatMap(tab => tab.complaints)
    await this.context.close()
    expect(complaints).toEqual([])
  }

  async #stop(): Promise<void> {
    await this.relay?.close()
    await rm(this.folder, { recursive: true, force: true })
  }

  /** A tab that must not complain. */
  async newTab(): Promise<InspectorTab> {
    const tab = new InspectorTab(await this.context.newPage())
    this.#tabs.push(tab)
    return tab
  }

  addressFor(source: InspectorSource): string {
    return inspectorAddress(this.url, source)
  }

  /** A view of an agent's memory, once it has what the relay has. */
  async open(agent: string, view = 'records'): Promise<InspectorTab> {
    const tab = await this.newTab()
    const { relay, tenant } = this
    await tab.open(`${this.addressFor({ relay: relay.url, agent, user: 'ada', tenant })}#${view}`)
    await tab.statusSays('Synced, everything durable')
    return tab
  }
}
