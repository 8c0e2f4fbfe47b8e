import { request } from 'node:http'
import { type ClientFrame, encodeFrame, subprotocol } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { startRelay } from '../index'
import { RawClient } from './raw-client.fixture'
import { testRelay } from './test-relay.fixture'

const hello: Extract<ClientFrame, { type: 'hello' }> = {
  type: 'hello',
  versions: [1, 1],
  tenant: 'acme',
  agent: 'ada',
  user: 'eve',
  token: '',
  client: 'test',
}

/** How the relay ends a socket that says this. */
async function ending(url: string, ...messages: (ClientFrame | Uint8Array | string)[]) {
  const client = await RawClient.open(url)
  for (const message of messages) {
    client.sendBytes(typeof message === 'object' && 'type' in message ? encodeFrame(message) : message)
  }
  const { code, value } = await client.next('failed')
  return { code, value, close: await client.closed }
}

test('HS6 a hello is answered by a welcome with version, epoch, identity and limits', async () => {
  const { url } = await testRelay({ limits: { presenceBytes: 77 } })
  const client = await RawClient.open(url)
  client.send({ ...hello, versions: [1, 9] })
  const welcome = await client.next('welcome')
  expect(welcome).toMatchObject({ version: 2, tenant: 'acme', agent: 'ada', user: 'eve' })
  expect(welcome.limits.presenceBytes).toBe(77)
  expect(welcome.epoch).not.toBe('')
})

test('VN1 VN6 a client of version 1 is served as one', async () => {
  const { url } = await testRelay()
  const client = await RawClient.open(url)
  client.send(hello)
  expect(await client.next('welcome')).toMatchObject({ version: 1 })
})

test('HS6 a hello without a tenant is of tenant default, one without an agent is invalid', async () => {
  const { url } = await testRelay()
  const client = await RawClient.open(url)
  client.send({ ...hello, tenant: '', user: '' })
  expect(await client.next('welcome')).toMatchObject({ tenant: 'default', user: '' })
  expect(await ending(url, { ...hello, agent: '' })).toMatchObject({ code: 'invalid', close: 4400 })
})

test('VN1 a client of another version is told which is spoken', async () => {
  const { url } = await testRelay()
  const failed = { code: 'unsupported', value: 2, close: 4406 }
  expect(await ending(url, { ...hello, versions: [3, 4] })).toEqual(failed)
})

test('HS1 HS2 the first frame is a hello, and there is one', async () => {
  const { url } = await testRelay()
  expect(await ending(url, { type: 'ping', nonce: 1 })).toMatchObject({ code: 'invalid', close: 4400 })
  expect(await ending(url, hello, hello)).toMatchObject({ code: 'invalid', close: 4400 })
})

test('HS3 a socket that says nothing in time is closed with 4408', async () => {
  const { url } = await testRelay({ limits: { helloMs: 20 } })
  const client = await RawClient.open(url)
  expect(await client.closed).toBe(4408)
})

test('HS3 a socket that said hello in time stays', async () => {
  const { url } = await testRelay({ limits: { helloMs: 2000 } })
  const client = await RawClient.greet(url, 'ada')
  const silent = await RawClient.open(url)
  await silent.closed
  await client.settle()
})

test('HS4 a hello that is too large ends the socket before it has arrived', async () => {
  const { url } = await testRelay({ limits: { helloBytes: 200 } })
  const client = await RawClient.open(url)
  client.sendBytes(new Uint8Array(100_000))
  expect(await client.closed).toBe(4413)
})

test('FR9 FR13 FR14 what is no frame of a client ends the socket with a reason', async () => {
  const { url } = await testRelay()
  const wrong: [Uint8Array | string, string, number][] = [
    ['text', 'invalid', 4400],
    [new Uint8Array(), 'invalid', 4400],
    [Uint8Array.of(0x3f), 'unsupported', 4406],
    [encodeFrame({ type: 'pong', nonce: 1 }), 'unsupported', 4406],
    [Uint8Array.of(...encodeFrame({ type: 'ping', nonce: 1 }), 0), 'invalid', 4400],
    [Uint8Array.of(0x03, 0xff), 'invalid', 4400],
  ]
  for (const [message, code, close] of wrong) {
    expect(await ending(url, hello, message), `${message}`).toMatchObject({ code, close })
  }
})

test('LM3 a message that is too large ends its socket only', async () => {
  const { url } = await testRelay()
  const [large, other] = [await RawClient.greet(url, 'ada'), await RawClient.greet(url, 'bob')]
  large.sendBytes(new Uint8Array(1024 * 1024 + 1))
  expect(await large.closed).toBe(1009)
  await other.settle()
})

test('HS8 a ping is answered with its nonce', async () => {
  const { url } = await testRelay()
  const client = await RawClient.greet(url, 'ada')
  client.send({ type: 'ping', nonce: 42 })
  expect((await client.next('pong')).nonce).toBe(42)
})

test('HS11 a relay that shuts down says so and closes with 4500', async () => {
  const relay = await testRelay()
  const client = await RawClient.greet(relay.url, 'ada')
  await relay.close()
  expect((await client.next('failed')).code).toBe('draining')
  expect(await client.closed).toBe(4500)
})

test('TK1 a relay that trusts listens on this machine only', async () => {
  const { memoryStorage } = await import('@commonplace/storage/memory')
  const starting = startRelay({ data: memoryStorage(), host: '0.0.0.0', insecure: true })
  await expect(starting).rejects.toThrow('does not listen on "0.0.0.0"')
})

test('HS5 a page of another site, another host name and an unknown subprotocol are turned away', async () => {
  const { url } = await testRelay()
  const answer = (protocol: string | undefined, headers: Record<string, string>): Promise<number> =>
    new Promise(resolve => {
      const ws = new WebSocket(url, protocol, { headers })
      ws.on('open', () => {
        resolve(101)
        ws.close()
      })
      ws.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
      ws.on('error', () => {})
    })
  expect(await answer(subprotocol, { origin: 'https://evil.example' })).toBe(403)
  expect(await answer(subprotocol, { host: 'rebound.example' })).toBe(403)
  expect(await answer(undefined, { origin: 'null' })).toBe(403)
  expect(await answer('commonplace.99', {})).toBe(400)
  expect(await answer(subprotocol, { origin: 'http://localhost:5173' })).toBe(101)
})

test('healthz says how it is, and nothing else is served', async () => {
  const { port } = await testRelay()
  const get = (path: string): Promise<{ status?: number; body: string }> =>
    new Promise((resolve, reject) => {
      request({ port, path, host: '127.0.0.1' }, async response => {
        let body = ''
        for await (const chunk of response) body += chunk
        resolve({ status: response.statusCode, body })
      })
        .on('error', reject)
        .end()
    })
  const health = await get('/healthz')
  expect(health.status).toBe(200)
  expect(JSON.parse(health.body)).toMatchObject({ status: 'ok', rooms: 0, connections: 0 })
  expect((await get('/')).status).toBe(404)
  const asked = (method: string) => fetch(`http://127.0.0.1:${port}/healthz`, { method }).then(({ status }) => status)
  expect([await asked('HEAD'), await asked('POST')]).toEqual([200, 404])
})
