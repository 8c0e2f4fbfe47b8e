import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'
import type { TestProject } from 'vitest/node'
import { type ServedPages, servePages } from './serve-page'

declare module 'vitest' {
  interface ProvidedContext {
    pageDesk: string
  }
}

/**
 * Bundles and serves each of `pages/` when the first test file asks for it, and once: files that open the same page run one after
 * the other and in several processes, and this one outlives them.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const pages = new Map<string, Promise<ServedPages>>()
  const desk = createServer(async ({ url = '/' }, response) => {
    const name = url.slice(1)
    const served = pages.get(name) ?? servePages(fileURLToPath(new URL(`./pages/${name}`, import.meta.url)))
    pages.set(name, served)
    await served.then(
      page => response.end(page.url),
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

/** The address of one of `pages/`, such as `http://127.0.0.1:5301/`. */
export async function pageUrl(name: string): Promise<string> {
  const response = await fetch(`${inject('pageDesk')}${name}`)
  const answer = await response.text()
  if (!response.ok) throw new Error(`the page ${name} was not built: ${answer}`)
  return answer
}
