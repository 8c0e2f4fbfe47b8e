import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openKeySource } from './key-source'
import { HandClock, testKey } from './tokens.fixture'

const clock = new HandClock()
const keys = async (...names: string[]) =>
  JSON.stringify({ keys: await Promise.all(names.map(async name => (await testKey(clock, 'EdDSA', name)).jwk)) })

/** A place for keys, over HTTP, that counts how often it is asked. */
async function served(first: string) {
  const place = { content: first, asked: 0, status: 200 }
  const server = createServer((_, response) => {
    place.asked++
    response.writeHead(place.status)
    response.end(place.content)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()))
  onTestFinished(() => void server.close())
  return { place, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys.json` }
}

test('TK13 keys at a URL: a new one is found when a token names it, one that was taken out ends, and strangers do not make it ask', async () => {
  const { place, url } = await served(await keys('one'))
  const keysFor = await openKeySource(url, clock)
  place.content = await keys('one', 'two')
  expect([...(await keysFor('two')).names]).toEqual(['one'])
  clock.pass(30_000)
  expect([...(await keysFor('two')).names]).toEqual(['one', 'two'])
  for (let n = 0; n < 5; n++) await keysFor(`stranger ${n}`)
  expect(place.asked).toBe(2)
  place.content = await keys('two')
  clock.pass(599_999)
  expect((await keysFor('one')).names.has('one')).toBe(true)
  clock.pass(1)
  expect((await keysFor('one')).names.has('one')).toBe(false)
})

test('TK13 a clock that is set back keeps no key longer, and no new one out', async () => {
  const { place, url } = await served(await keys('one'))
  const time = { now: 5_000_000 }
  const keysFor = await openKeySource(url, { now: () => time.now })
  place.content = await keys('two')
  time.now -= 3_600_000
  expect([...(await keysFor('two')).names]).toEqual(['two'])
  for (let n = 0; n < 5; n++) await keysFor(`stranger ${n}`)
  expect(place.asked).toBe(2)
})

test('TK13 keys at a URL: what is known stays while it cannot be read, and somebody is told', async () => {
  const { place, url } = await served(await keys('one'))
  const errors: unknown[] = []
  const keysFor = await openKeySource(url, clock, error => errors.push(error))
  for (const [status, content] of [
    [500, ''],
    [200, 'no JSON'],
    [200, '{"keys":[]}'],
  ] as const) {
    Object.assign(place, { status, content })
    clock.pass(600_000)
    expect((await keysFor('one')).names.has('one')).toBe(true)
  }
  expect(errors.map(error => (error as Error).message.startsWith(`the keys at ${url} cannot be used: `))).toEqual([
    true,
    true,
    true,
  ])
})

test('TK13 keys in a file are read again; what cannot be read at first, or comes over bare http from elsewhere, is an error', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'commonplace-keys-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'keys.json')
  await writeFile(file, await keys('one'))
  const keysFor = await openKeySource(file, clock)
  await writeFile(file, await keys('two'))
  clock.pass(30_000)
  expect([...(await keysFor('two')).names]).toEqual(['two'])
  await expect(openKeySource(join(folder, 'nothing.json'), clock)).rejects.toThrow('nothing.json')
  await expect(openKeySource('http://keys.example/keys.json', clock)).rejects.toThrow('over https')
})

test('TK13 a place of keys that does not answer is an error that says why', async () => {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  const source = openKeySource(`http://127.0.0.1:${port}/keys.json`, clock)
  await expect(source).rejects.toThrow(/^the keys at http.*keys\.json cannot be used: fetch failed \(.*ECONNREFUSED/)
})
