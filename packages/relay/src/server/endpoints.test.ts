import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { respond } from './endpoints'

test('HEAD is answered as GET is, without asking for metrics that begin anew once they are told', async () => {
  let scrapes = 0
  const endpoints = { isReady: () => true, health: () => ({}), metrics: () => `scrapes ${++scrapes}\n` }
  const server = createServer((request, response) => respond(endpoints, request, response, null))
  onTestFinished(() => void server.close())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`
  const head = await fetch(url, { method: 'HEAD' })
  const got = await fetch(url)
  expect([head.status, head.headers.get('content-type')]).toEqual([200, got.headers.get('content-type')])
  expect(await got.text()).toBe('scrapes 1\n')
})
