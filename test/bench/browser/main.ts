import { cpus, loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { launchChromium } from '../../browser/find-chromium'
import { servePages } from '../../browser/serve-page'
import { bundleSize } from '../../packages/bundle-size'
import { loadedSize } from '../../packages/loaded-size'
import type { BrowserPage } from './pages/main'

const usage = `The library in a browser: what a page loads, how soon writes are on disk, how soon a memory is there, whether typing waits.

  pnpm bench browser [--records N] [--writes N] [--json]

  --records N   how many records are opened and searched (default 100000, from 1000 to 300000)
  --writes N    how many single writes (default 10000, from 100 to 100000)
  --json        the last line is {"coreGzipKb","hooksGzipKb","open100kMs","durableVsYIndexeddb","searchFrameP99Ms"}
  --help        print this and exit

Chromium, headless, one page after the other. Everything is done three times, ours and theirs in turn, and the fastest of
each is told. "durableVsYIndexeddb" is theirs ÷ ours: how many times sooner writes to a document are on disk; what
memory.add does beside that (judging, comparing, indexing) is told on a line of its own. "coreGzipKb" is what
a page loads to write, read and search. "open100kMs" is from openMemory to the first answer, with the search index kept on the device.
`

class Misuse extends Error {}

declare const browserPage: BrowserPage

const rounds = 3
const limitMs = 900_000

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      records: { type: 'string', default: '100000' },
      writes: { type: 'string', default: '10000' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    process.stdout.write(usage)
    return
  }
  const [records, writes] = [Number(values.records), Number(values.writes)]
  if (!Number.isSafeInteger(records) || records < 1_000 || records > 300_000)
    throw new Misuse('--records takes a number from 1000 to 300000')
  if (!Number.isSafeInteger(writes) || writes < 100 || writes > 100_000)
    throw new Misuse('--writes takes a number from 100 to 100000')

  step('bundles')
  const hooks = await bundleSize('react/src/index.ts', [/^react/, '@commonplace/memory'])
  const pages = await servePages(fileURLToPath(new URL('./pages', import.meta.url)))
  const browser = await launchChromium()
  try {
    const loaded = await loadedSize(browser)
    const page = await (await browser.newContext()).newPage()
    page.setDefaultTimeout(limitMs)
    /** Each step has a page of its own, so that nothing is warm. */
    async function inPage<Name extends keyof BrowserPage>(name: Name, ...args: Parameters<BrowserPage[Name]>) {
      await page.goto(pages.url)
      await page.waitForFunction(() => typeof browserPage === 'object')
      const call = ([name, args]: [string, unknown[]]) =>
        (browserPage as unknown as Record<string, (...all: unknown[]) => unknown>)[name]!(...args)
      return (await page.evaluate(call, [name, args] as [string, unknown[]])) as Awaited<ReturnType<BrowserPage[Name]>>
    }

    const ours: number[] = []
    const theirs: number[] = []
    const whole: number[] = []
    for (let round = 0; round < rounds; round++) {
      step(`${writes} single writes, ours and theirs, ${round + 1} of ${rounds}`)
      ours.push((await inPage('storeWrites', writes)).durableMs)
      theirs.push((await inPage('theirWrites', writes)).durableMs)
      whole.push((await inPage('ourWrites', writes)).durableMs)
    }
    step(`storing ${records} records`)
    await inPage('fill', records)
    const loads = { ours: [] as number[], theirs: [] as number[] }
    for (let round = 0; round < rounds; round++) {
      step(`loading them, ours and theirs, ${round + 1} of ${rounds}`)
      loads.ours.push(await inPage('loadOurs'))
      loads.theirs.push(await inPage('loadTheirs'))
    }
    step('opening them')
    const built = await inPage('open', records)
    await inPage('keepIndex')
    const kept: number[] = []
    for (let round = 0; round < rounds; round++) kept.push(await inPage('open', records))
    step('typing')
    const typed = await inPage('typing', records)

    const best = (times: readonly number[]) => Math.round(Math.min(...times))
    console.table({
      'a page loads to write and read, kB gzip': { ours: Math.round(loaded.core) },
      '… more to search': { ours: Math.round(loaded.search) },
      '… more with a relay': { ours: Math.round(loaded.relay) },
      '… more when it is idle': { ours: Math.round(loaded.idle) },
      'the hooks, kB gzip': { ours: Number(hooks.toFixed(1)) },
      [`${writes} single writes on disk, ms`]: { ours: best(ours), 'y-indexeddb': best(theirs) },
      '… through memory.add, ms': { ours: best(whole) },
      [`${records} records, document loaded, ms`]: { ours: best(loads.ours), 'y-indexeddb': best(loads.theirs) },
      '… first answer, index built, ms': { ours: built },
      '… first answer, index kept, ms': { ours: best(kept) },
      'typing: frames p50, ms': { ours: typed.p50Ms },
      'typing: frames p99, ms': { ours: typed.p99Ms },
      'typing: longest frame, ms': { ours: typed.longestMs },
      'typing: answer p99, ms': { ours: typed.answerP99Ms },
    })
    const load = loadavg().map(each => each.toFixed(1))
    process.stdout.write(`${cpus().length} cores, Node ${process.version}, load average ${load.join(' ')}\n`)
    if (values.json) {
      const line = {
        coreGzipKb: Number((loaded.core + loaded.search).toFixed(1)),
        hooksGzipKb: Number(hooks.toFixed(1)),
        open100kMs: best(kept),
        durableVsYIndexeddb: Number((Math.min(...theirs) / Math.min(...ours)).toFixed(1)),
        searchFrameP99Ms: typed.p99Ms,
      }
      process.stdout.write(`${JSON.stringify(line)}\n`)
    }
  } finally {
    await browser.close()
    await pages.close()
  }
}

function step(what: string): void {
  process.stderr.write(`${what} …\n`)
}

try {
  await run()
} catch (error) {
  const isMisuse = error instanceof Misuse || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
  process.exitCode = isMisuse ? 2 : 1
  process.stderr.write(`bench browser: ${error instanceof Error ? error.message : error}\n`)
}
