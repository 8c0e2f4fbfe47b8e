import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { open } from '../open.fixture'

test('an address that cannot be connected to says why: what a proxy answered, or that nobody listens', async () => {
  const server = createServer((_, response) => void response.writeHead(404).end())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/elsewhere`
  const memory = await open('support', { relay: url })
  const reason = () => memory.sync.status.value.lastError?.message
  await expect.poll(reason).toBe(`${url}: Unexpected server response: 404`)
  server.close()
  memory.sync.resume()
  await expect.poll(reason).toContain('ECONNREFUSED')
})
