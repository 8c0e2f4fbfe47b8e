import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import type { Browser, Request } from 'playwright'
import { build, type Plugin } from 'vite'
import type { SizePage } from '../browser/pages/size/main'
import { servePages } from '../browser/serve-page'
import { published } from './published'

declare const sizePage: SizePage

/** Kilobytes (1,000 bytes) of gzip of the code that a page fetched, one after the other. */
export interface LoadedSize {
  /** To open a memory, add a record and read it. */
  readonly core: number
  /** More, to search for it. */
  readonly search: number
  /** More, to do so with a relay. */
  readonly relay: number
  /** More, in an idle moment: all other verbs. */
  readonly idle: number
  /** What a worker fetches for the search index in it. */
  readonly worker: number
}

/** Bundles a page with what we publish, as Vite does it if nothing is said, and counts what the browser asks for. */
export async function loadedSize(browser: Browser): Promise<LoadedSize> {
  const packages = await published(['memory', 'protocol', 'storage'])
  const root = fileURLToPath(new URL('../browser/pages/size', import.meta.url))
  const bundled = async () => ({
    worker: await entrySize('@commonplace/memory/worker', packages.plugin),
    pages: await servePages(root, { plugins: [packages.plugin], isRelease: true }),
  })
  const { pages, worker } = await bundled().finally(packages.close)
  const relay = await startRelay({ data: memoryStorage(), insecure: true })
  const page = await browser.newPage()
  try {
    let requests: Request[] = []
    page.on('request', request => requests.push(request))
    const taken = async () => {
      const sizes = await Promise.all(requests.map(gzipOf))
      requests = []
      return sizes.reduce((sum, bytes) => sum + bytes, 0) / 1000
    }
    // The idle moment comes when we say so. As text: what translates this file may put helpers into a function that no page has.
    await page.addInitScript({
      content: `const moments = []
        globalThis.requestIdleCallback = moment => moments.push(moment)
        globalThis.beIdle = () => Promise.all(moments.splice(0).map(moment => moment()))`,
    })
    const costOf = async (reading: Promise<string | undefined>) => {
      const content = await reading
      if (content !== 'Ada prefers e-mail to phone calls') throw new Error(`the page read ${content}`)
      return taken()
    }
    await page.goto(pages.url)
    await page.waitForFunction(() => typeof sizePage === 'object')
    const core = await costOf(page.evaluate(() => sizePage.use('alone')))
    const search = await costOf(page.evaluate(() => sizePage.search('alone')))
    const more = await costOf(page.evaluate(url => sizePage.use('connected', url), relay.url))
    await page.evaluate('beIdle()')
    return { core, search, relay: more, idle: await taken(), worker }
  } finally {
    await page.close()
    await relay.close()
    await pages.close()
  }
}

/** What is fetched at once with a module that is the first of its thread. */
async function entrySize(input: string, plugin: Plugin): Promise<number> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    plugins: [plugin],
    build: { write: false, rolldownOptions: { input } },
  })
  const output = [built].flat().flatMap(each => ('output' in each ? each.output : []))
  const chunks = new Map(output.flatMap(each => (each.type === 'chunk' ? [[each.fileName, each] as const] : [])))
  // Grows while it is walked over.
  const fetched = new Set([...chunks.values()].filter(({ isEntry }) => isEntry))
  for (const { imports } of fetched) for (const name of imports) fetched.add(chunks.get(name)!)
  return [...fetched].reduce((sum, { code }) => sum + gzipSync(code).length, 0) / 1000
}

async function gzipOf(request: Request): Promise<number> {
  const response = await request.response()
  if (request.resourceType() !== 'script' || !response) return 0
  return gzipSync(await response.body()).length
}
