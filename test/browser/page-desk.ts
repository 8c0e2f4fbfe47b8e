import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { serveSite } from '../../apps/demos/site'
import { serveInspector } from '../../apps/inspector/serve'
import { type ServedPages, servePages } from './serve-page'
import { withoutOwnerStacks } from './without-owner-stacks'

/**
 * Pages that are not in `pages/`: the inspector's own, the inspector on records given in advance, and the worlds without a server,
 * which hold the inspector as it was built for the first.
 */
const otherPages = new Map<string, (folderOf: (name: string) => Promise<string>) => Promise<ServedPages>>([
  ['inspector', () => intoFolder(outDir => serveInspector({ outDir }))],
  ['inspector-story', () => servePages(pathTo('../../packages/inspector/story'))],
  [
    'worlds',
    async folderOf => {
      const built = { inspector: await folderOf('inspector') }
      return intoFolder(outDir => serveSite({ outDir, port: 0, relay: null, memories: [], built }))
    },
  ],
])

/**
 * Bundles and serves each of these pages when the first test file asks for it, and once: files that open the same page run one after
 * the other and in several processes, and this one outlives them.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const pages = new Map<string, Promise<ServedPages>>()
  const pageOf = (name: string): Promise<ServedPages> => {
    const serve = otherPages.get(name) ?? (() => servePages(pathTo(`./pages/${name}`)))
    const served = pages.get(name) ?? lighter(serve(async other => (await pageOf(other)).folder))
    pages.set(name, served)
    return served
  }
  const desk = createServer(async ({ url = '/' }, response) => {
    await pageOf(url.slice(1)).then(
      ({ url, folder }) => response.end(JSON.stringify({ url, folder })),
      error => response.writeHead(500).end(String(error)),
    )
  })
  await once(desk.listen(0, '127.0.0.1'), 'listening')
  project.provide('pageDesk', `http://127.0.0.1:${(desk.address() as AddressInfo).port}/`)
  return async () => {
    desk.close()
    await Promise.allSettled([...pages.values()].map(async served => (await served).close()))
  }
}

function pathTo(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url))
}

async function lighter(serving: Promise<ServedPages>): Promise<ServedPages> {
  const served = await serving
  await withoutOwnerStacks(served.folder)
  return served
}

/** Built into a folder that goes with it. */
async function intoFolder(serve: (outDir: string) => Promise<Omit<ServedPages, 'folder'>>): Promise<ServedPages> {
  const outDir = await mkdtemp(join(tmpdir(), 'commonplace-page-'))
  const { url, close } = await serve(outDir)
  return {
    url,
    folder: outDir,
    async close() {
      await close()
      await rm(outDir, { recursive: true, force: true })
    },
  }
}
