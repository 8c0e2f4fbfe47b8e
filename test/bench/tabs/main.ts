import { readdir, readFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import type { Page } from 'playwright'
import { launchChromium } from '../../browser/find-chromium'
import { servePages } from '../../browser/serve-page'
import type { TabsPage } from './pages/main'

declare const tabsPage: TabsPage

const usage = `What tabs of one agent cost: memory and processor time of Chromium, with an index for each and with one for all.

  pnpm bench tabs [--records N] [--tabs N] [--json]

  --records N   how many records a relay has for them (default 20000, from 10000 to 200000)
  --tabs N      how many tabs (default 4)
  --json        the last line is {"records","tabs","own","shared"}
  --help        print this and exit

The first tab writes the records; counted is what the others add: their processor time until each has answered once, and at the end
what all processes of the browser hold in memory (proportional set size, after a collection of garbage).
`

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '20000' },
    tabs: { type: 'string', default: '4' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  },
})
const [records, tabs] = [Number(values.records), Number(values.tabs)]

interface Cost {
  readonly openCpuSeconds: number
  readonly writeCpuMs: number
  readonly askP50Ms: number
  readonly askP99Ms: number
  readonly memoryMb: number
}

async function measure(isShared: boolean): Promise<Cost> {
  const relay = await startRelay({ data: memoryStorage(), insecure: true })
  const served = await servePages(fileURLToPath(new URL('./pages', import.meta.url)), { isRelease: true })
  const browser = await launchChromium({ args: ['--js-flags=--expose-gc', '--no-sandbox', '--disable-gpu'] })
  const root = (await browser.newBrowserCDPSession()).send('SystemInfo.getProcessInfo')
  const browserPid = (await root).processInfo.find(({ type }) => type === 'browser')!.id
  try {
    const context = await browser.newContext()
    const open = async () => {
      const page = await context.newPage()
      await page.goto(served.url)
      await page.waitForFunction(() => typeof tabsPage === 'object')
      await page.evaluate(([url, isShared]) => tabsPage.open(url, isShared), [relay.url, isShared] as const)
      return page
    }
    const pages = [await open()]
    await pages[0]!.evaluate(records => tabsPage.fill(records), records)
    const before = await cpuSeconds(browserPid)
    for (let at = 1; at < tabs; at++) pages.push(await open())
    await eachHas(pages, records)
    for (const page of pages) await page.evaluate(() => tabsPage.found('what was said?'))
    const opened = (await cpuSeconds(browserPid)) - before
    const beforeWrites = await cpuSeconds(browserPid)
    for (let at = 0; at < 200; at++) await pages[at % tabs]!.evaluate(at => tabsPage.add(`written later ${at}`), at)
    await eachHas(pages, records + 200)
    const wrote = (await cpuSeconds(browserPid)) - beforeWrites
    const took = await pages.at(-1)!.evaluate(records => tabsPage.ask(records, 200), records)
    for (const page of pages) await page.evaluate(() => (globalThis as { gc?: () => void }).gc?.())
    await new Promise(resolve => setTimeout(resolve, 5_000))
    return {
      openCpuSeconds: round(opened),
      writeCpuMs: round((wrote / 200) * 1000),
      askP50Ms: round(took[Math.floor(took.length / 2)]!),
      askP99Ms: round(took[Math.floor(took.length * 0.99)]!),
      memoryMb: round((await memoryBytes(browserPid)) / 1e6),
    }
  } finally {
    await browser.close()
    await served.close()
    await relay.close()
  }
}

async function eachHas(pages: readonly Page[], count: number): Promise<void> {
  for (const page of pages) {
    while ((await page.evaluate(() => tabsPage.count())) < count) await new Promise(done => setTimeout(done, 500))
    while ((await page.evaluate(() => tabsPage.place())) !== 'worker') await new Promise(done => setTimeout(done, 100))
  }
}

/** A process and all below it. */
async function treeOf(root: number): Promise<number[]> {
  const parents = new Map<number, number>()
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => undefined)
    if (stat) parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
  }
  const isBelow = (pid: number | undefined): boolean => pid === root || (!!pid && isBelow(parents.get(pid)))
  return [...parents.keys()].filter(isBelow)
}

async function cpuSeconds(root: number): Promise<number> {
  let ticks = 0
  for (const pid of await treeOf(root)) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    ticks += Number(fields[11] ?? 0) + Number(fields[12] ?? 0)
  }
  return ticks / 100
}

async function memoryBytes(root: number): Promise<number> {
  let kib = 0
  for (const pid of await treeOf(root)) {
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
    kib += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0)
  }
  return kib * 1024
}

const round = (value: number) => Math.round(value * 10) / 10

if (values.help) process.stdout.write(usage)
else {
  const shared = await measure(true)
  const own = await measure(false)
  process.stdout.write(`load average ${loadavg()[0]!.toFixed(1)}\n`)
  process.stdout.write(`${JSON.stringify({ own, shared }, undefined, 2)}\n`)
  if (values.json) process.stdout.write(`${JSON.stringify({ records, tabs, own, shared })}\n`)
}
