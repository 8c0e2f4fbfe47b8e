import { fileURLToPath } from 'node:url'
import { SeededRandom } from '@commonplace/protocol/testing'
import { launchChromium } from '../../browser/find-chromium'
import { servePages } from '../../browser/serve-page'
import type { Verbs } from '../../browser/tab-agents'
import type { Command } from '../../command'
import { planRound, type Step } from './plan'
import { TeamOfTabs } from './team-of-tabs'

const [tabs, stepsARound] = [3, 60]
const patienceMs = 60_000
const words = 'harbour violin orange ladder copper meadow winter saddle'.split(' ')

/** Three tabs of one agent in Chromium through all that happens to tabs; each finds all that was acknowledged, and nothing erased. */
export const tabsCommand: Command = {
  summary: 'tabs that reload, crash, freeze, go offline and run out of disk, while relay and index worker come and go',
  amount: { flag: 'rounds', usual: 5, most: 10_000 },
  async run({ count, seed }, say) {
    const random = new SeededRandom(seed)
    const pages = await servePages(fileURLToPath(new URL('../../browser/pages/tabs', import.meta.url)))
    const browser = await launchChromium()
    let acknowledged = 0
    try {
      for (let round = 1; round <= count; round++) {
        const team = await TeamOfTabs.open(browser, pages.url, tabs)
        const played = new Round(team, random, `r${round}`)
        for (const step of planRound(random, tabs, stepsARound)) await played.play(step)
        await team.recover()
        await played.check()
        acknowledged += played.acknowledged.size
        say(`round ${round} of ${count}: ${played.acknowledged.size} acknowledged, ${played.erased.size} erased`)
        await team.close()
      }
    } finally {
      await browser.close()
      await pages.close()
    }
    return { numbers: { rounds: count, acknowledged, lost: 0 }, isClean: true }
  },
}

class Round {
  readonly acknowledged = new Set<string>()
  readonly erased = new Set<string>()
  readonly #written = new Set<string>()
  readonly #team: TeamOfTabs
  readonly #random: SeededRandom
  readonly #name: string

  constructor(team: TeamOfTabs, random: SeededRandom, name: string) {
    this.#team = team
    this.#random = random
    this.#name = name
  }

  async play({ event, tab: at, records }: Step): Promise<void> {
    const team = this.#team
    const tab = team.tabs[at]!
    if (event === 'freeze or wake') return team.freeze(at, !tab.isFrozen && team.tabs.every(each => !each.isFrozen))
    if (event === 'relay stops or starts') return team.hasRelay ? team.stopRelay() : team.startRelay()
    if (event === 'index worker ends') return team.endIndexWorker()
    if (event === 'disk full or not') return team.fillDisk(!team.isFull)
    if (tab.isFrozen) return
    if (event === 'write') return this.#write(tab.agent, records)
    if (event === 'erase') return this.#erase(tab.agent)
    if (event === 'go offline or online') return team.goOffline(at, !tab.isOffline)
    if (event === 'reload') return team.reload(at)
    // A store that cannot be written to cannot be closed in peace.
    if (event === 'close' && team.isFull) return
    return team.end(at, event)
  }

  /** @throws Error when something acknowledged is missing, something erased is there, or a search does not find it */
  async check(): Promise<void> {
    for (const { agent } of this.#team.tabs) {
      await eventually(async () => {
        const held = new Set(await agent.contents())
        const missing = [...this.acknowledged].filter(text => !held.has(text))
        const odd = [...held].filter(text => !this.#written.has(text) || this.erased.has(text))
        if (missing.length + odd.length > 0) throw new Error(`missing ${missing}; not to be there: ${odd}`)
      })
      for (const text of this.acknowledged) if (this.#random.chance(0.2)) await finds(agent, text)
    }
    await eventually(async () => {
      const contents = await Promise.all(this.#team.tabs.map(({ agent }) => agent.contents()))
      if (new Set(contents.map(each => each.join())).size > 1) throw new Error('the tabs hold different records')
    })
  }

  async #write(agent: Verbs, records: number): Promise<void> {
    const { isFull } = this.#team
    const texts = Array.from({ length: isFull ? 1 : records }, (_, at) => {
      return `${this.#random.pick(words)} ${this.#random.pick(words)} ${this.#name}n${this.#written.size + at}`
    })
    for (const text of texts) {
      this.#written.add(text)
      await agent.add(text)
    }
    // While there is no room nothing is acknowledged, but all is found.
    if (!isFull) await agent.flushLocally()
    if (!isFull) for (const text of texts) this.acknowledged.add(text)
    await finds(agent, texts.at(-1)!)
    if (isFull && this.#random.chance(0.5)) await this.#team.fillDisk(false)
  }

  async #erase(agent: Verbs): Promise<void> {
    const held = new Set(await agent.contents())
    const there = [...this.acknowledged].filter(text => held.has(text))
    if (there.length === 0 || this.#team.isFull) return
    const text = this.#random.pick(there)
    this.acknowledged.delete(text)
    this.erased.add(text)
    await agent.eraseText(text)
    if ((await agent.search(text)) === text) throw new Error(`"${text}" was erased and is found`)
  }
}

async function finds(agent: Verbs, text: string): Promise<void> {
  const found = await agent.search(text)
  if (found !== text) throw new Error(`searched for "${text}", found "${found}" (index: ${await agent.indexPlace()})`)
}

async function eventually(check: () => Promise<void>): Promise<void> {
  for (const end = Date.now() + patienceMs; ; ) {
    try {
      return await check()
    } catch (error) {
      if (Date.now() > end) throw error
    }
    await new Promise(resolve => setTimeout(resolve, 300))
  }
}
