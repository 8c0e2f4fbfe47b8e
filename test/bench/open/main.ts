import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import type { Page } from 'playwright'
import { launchChromium } from '../../browser/find-chromium'
import { servePages } from '../../browser/serve-page'
import { bundle } from '../bundle'
import type { Turns } from './loop-watch'
import type { Opening, Place } from './measure'
import type { OpenPage } from './pages/main'
import { watchTasks } from './task-watch'

const usage = `From disk to the first answer: opening a memory that holds many records, and how long it holds the event loop.

  pnpm bench open [--records N] [--only node|chromium] [--unsent] [--kept] [--json]

  --records N   how many records (default 100000, from 1000 to 300000)
  --only NAME   node or chromium
  --unsent      all of them still to be sent to a relay, instead of what a relay gave
  --kept        only with the index kept
  --json        the last line is {"records","node":{"built","kept"},"chromium":{"built","kept"}}
  --help        print this and exit

Each opens three times with the search index to be built, and three times with it kept on the device,
in a new process or tab; the earliest first answer of each is told, and the turns of three more openings: watching
turns keeps a processor busy. A turn is what lies between two turns of the event loop, of those longer than 1 ms, by the
wall clock; cpu is processor time: in Node that of the thread in a turn (on Linux; elsewhere of all threads), in Chromium that
of each task of the page's thread.
`

class Misuse extends Error {}

interface Times extends Omit<Opening<'wall'>, 'turns'> {
  readonly turns?: { readonly wall: Turns; readonly cpu?: Turns }
}

/** The index is built of the records, or was kept. */
interface Ways {
  readonly built?: Times
  readonly kept: Times
}

declare const openPage: OpenPage

const rounds = 3
const limitMs = 900_000
/** Inside the library's own package, so that the bundle finds what the library depends on. */
const bundleFolder = fileURLToPath(new URL('../../../packages/memory/node_modules/.cache/bench-open', import.meta.url))

async function inNode(place: Place, records: number, isBuilt: boolean): Promise<Ways> {
  await bundle(fileURLToPath(new URL('./node-step.ts', import.meta.url)), bundleFolder, 'node-step')
  const worker = fileURLToPath(new URL('../../../packages/memory/src/platform/node-worker.ts', import.meta.url))
  await bundle(worker, bundleFolder, 'node-worker', false)
  const workerFile = join(bundleFolder, 'node-worker.mjs')
  const folder = await mkdtemp(join(tmpdir(), 'commonplace-bench-open-'))
  const run = async (step: string) => {
    const script = join(bundleFolder, 'node-step.mjs')
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--max-old-space-size=4096', script, step, folder, place, String(records), workerFile],
      { timeout: limitMs },
    )
    return stdout
  }
  try {
    await run('fill')
    const open = async (isWatched: boolean) => JSON.parse(await run(isWatched ? 'watch' : 'open'))
    const built = isBuilt && { built: await fastest(open) }
    await run('keep')
    return { ...built, kept: await fastest(open) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function inChromium(place: Place, records: number, isBuilt: boolean): Promise<Ways> {
  const pages = await servePages(fileURLToPath(new URL('./pages', import.meta.url)))
  const browser = await launchChromium()
  try {
    const context = await browser.newContext()
    /** Each step has a tab of its own: in a page that is loaded anew, what the last one left is collected. */
    const inTab = async <T>(work: (page: Page) => Promise<T>): Promise<T> => {
      const page = await context.newPage()
      page.setDefaultTimeout(limitMs)
      await page.goto(pages.url)
      await page.waitForFunction(() => typeof openPage === 'object')
      const result = await work(page)
      await page.close()
      return result
    }
    const open = (isWatched: boolean) =>
      inTab(async page => {
        const given = [place, records, isWatched] as const
        const tasks = isWatched && (await watchTasks(await context.newCDPSession(page)))
        const opening = await page.evaluate(given => openPage.open(...given), given)
        const cpu = tasks && (await tasks())
        return { ...opening, ...(opening.turns && cpu && { turns: { ...opening.turns, cpu } }) }
      })
    await inTab(page => page.evaluate(given => openPage.fill(...given), [place, records] as const))
    const built = isBuilt && { built: await fastest(open) }
    await inTab(page => page.evaluate(place => openPage.keep(place), place))
    return { ...built, kept: await fastest(open) }
  } finally {
    await browser.close()
    await pages.close()
  }
}

async function fastest(open: (isWatched: boolean) => Promise<Times>): Promise<Times> {
  const best = async (isWatched: boolean) => {
    const all: Times[] = []
    for (let round = 0; round < rounds; round++) all.push(await open(isWatched))
    return all.reduce((best, each) => (each.firstAnswerMs < best.firstAnswerMs ? each : best))
  }
  const { turns } = await best(true)
  return { ...(await best(false)), ...(turns && { turns }) }
}

const places = { node: inNode, chromium: inChromium } as const

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      records: { type: 'string', default: '100000' },
      only: { type: 'string' },
      unsent: { type: 'boolean', default: false },
      kept: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    process.stdout.write(usage)
    return
  }
  const records = Number(values.records)
  if (!Number.isSafeInteger(records) || records < 1_000 || records > 300_000) {
    throw new Misuse('--records takes a number from 1000 to 300000')
  }
  if (values.only !== undefined && !Object.hasOwn(places, values.only))
    throw new Misuse('--only takes node or chromium')
  const results: Record<string, Ways> = {}
  for (const [name, open] of Object.entries(places)) {
    if (values.only !== undefined && values.only !== name) continue
    process.stderr.write(`${name} …`)
    const start = performance.now()
    results[name] = await open(values.unsent ? 'unsent' : 'base', records, !values.kept)
    process.stderr.write(` ${((performance.now() - start) / 1000).toFixed(1)} s\n`)
  }
  const ways = Object.entries(results).flatMap(([name, each]) =>
    Object.entries(each).map(([way, times]) => [`${name}, ${way}`, times as Times] as const),
  )
  const rows = ways.flatMap(([name, { openMs, firstAnswerMs, turns = {}, closeMs }]) =>
    Object.entries(turns).map(([clock, each]) => [`${name}, ${clock}`, { openMs, firstAnswerMs, ...each, closeMs }]),
  )
  console.table(Object.fromEntries(rows))
  const load = loadavg()
    .map(each => each.toFixed(1))
    .join(' ')
  process.stdout.write(`${records} records, ${cpus().length} cores, Node ${process.version}, load average ${load}\n`)
  if (values.json) process.stdout.write(`${JSON.stringify({ records, ...results })}\n`)
}

try {
  await run()
} catch (error) {
  const isMisuse = error instanceof Misuse || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
  process.exitCode = isMisuse ? 2 : 1
  process.stderr.write(`bench open: ${error instanceof Error ? error.message : error}\n`)
}
