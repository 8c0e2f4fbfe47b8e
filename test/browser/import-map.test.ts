import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Relay, startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ImportMap, importMapOf } from '../packages/import-map'
import { sharedChromium } from './shared-chromium'

let map: ImportMap
let relay: Relay
let server: Server

const page = (imports: object) => `<!doctype html><meta charset="utf-8"><title>No bundler</title>
<script type="importmap">${JSON.stringify({ imports })}</script>
<script type="module">
  import { openMemory } from '@commonplace/memory'
  globalThis.openMemory = openMemory
</script>`

beforeAll(async () => {
  ;[map, relay] = await Promise.all([
    importMapOf('@commonplace/memory', ['memory', 'protocol', 'storage']),
    startRelay({ data: memoryStorage(), insecure: true }),
  ])
  const html = page(Object.fromEntries([...map.imports].map(([name, file]) => [name, `/files${file}`])))
  server = createServer(async ({ url = '/' }, response) => {
    if (url === '/') return response.setHeader('content-type', 'text/html').end(html)
    const text = await readFile(url.replace('/files', '')).catch(() => undefined)
    return text ? response.setHeader('content-type', 'text/javascript').end(text) : response.writeHead(404).end()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
}, 120_000)

afterAll(async () => {
  server?.close()
  await Promise.all([map?.close(), relay?.close()])
})

test('a page without a bundler loads what is published by an import map: it writes, searches, and reaches a relay', async () => {
  const context = await (await sharedChromium()).newContext()
  try {
    const tab = await context.newPage()
    const complaints: string[] = []
    tab.on('pageerror', error => complaints.push(error.message))
    await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    await tab.waitForFunction(() => 'openMemory' in globalThis)
    const found = await tab.evaluate(async url => {
      const { openMemory } = globalThis as unknown as typeof import('@commonplace/memory')
      const memory = await openMemory({ agent: { id: 'support', user: 'ada' }, relay: url })
      await memory.add('Ada prefers e-mail to phone calls')
      await memory.sync.flush('relay')
      const [hit] = await memory.search('how should we contact Ada?')
      const { text } = await memory.context({ query: 'how should we contact Ada?', budget: 300 })
      await memory.close()
      return [hit?.record.content, text.includes('e-mail')]
    }, relay.url)
    expect(found).toEqual(['Ada prefers e-mail to phone calls', true])
    expect(complaints).toEqual([])
    expect(map.imports.get('#platform')).toMatch(/platform\/browser\.mjs$/)
  } finally {
    await context.close()
  }
})
