import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'
import { Purger } from './purger'
import { payloadsOf, RawClient, Writer } from './raw-client.fixture'
import { testRelay } from './test-relay.fixture'

async function bytesIn(path: string): Promise<string> {
  const files = (await readdir(path, { recursive: true, withFileTypes: true })).filter(entry => entry.isFile())
  return (await Promise.all(files.map(file => readFile(join(file.parentPath, file.name), 'latin1')))).join()
}

test('CP7 what was deleted before a purge is not on the relay’s disk once it is answered, and the rest is served on', async () => {
  const path = await mkdtemp(join(tmpdir(), 'commonplace-purge-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  const relay = await testRelay({ data: path })
  const ada = await RawClient.greet(relay.url, 'ada')
  const { joined } = await ada.join('team', { ids: [101] })
  const writer = new Writer(101)
  let seq = 0
  const send = async (update: Uint8Array) => {
    seq++
    ada.send({ type: 'update', channel: joined.channel, seq, lease: null, codec: 0, update })
    while ((await ada.next('ack')).upTo < seq);
  }
  for (let n = 0; n < 30; n++) await send(writer.push(n % 3 === 0 ? `SECRET ${n}` : `plain ${n}`))
  for (let n = 0; n < 10; n++) await send(writer.change(doc => doc.getArray('w/2t/0').delete(2 * n)))
  expect(await bytesIn(path)).toContain('SECRET')
  ada.send({ type: 'purge', channel: joined.channel, request: 7 })
  expect(await ada.next('purged')).toEqual({ type: 'purged', channel: joined.channel, request: 7, refusal: null })
  const bytes = await bytesIn(path)
  expect(bytes).not.toContain('SECRET')
  expect(bytes).toContain('plain 29')
  await send(writer.push('after'))
  const reader = await RawClient.greet(relay.url, 'reader')
  const { pieces } = await reader.join('team')
  const payloads = [...payloadsOf(pieces.map(({ update }) => update)).values()].flat()
  expect(payloads).toHaveLength(21)
})

test('CP7 a store that cannot be scrubbed says so', async () => {
  const { scrub, ...data } = memoryStorage()
  const relay = await testRelay({ data })
  const ada = await RawClient.greet(relay.url, 'ada')
  const { joined } = await ada.join('team', { ids: [101] })
  ada.send({ type: 'purge', channel: joined.channel, request: 1 })
  expect((await ada.next('purged')).refusal?.code).toBe('unsupported')
})

test('CP8 purges that wait for one room cost one rewrite and one scrub', async () => {
  let [scrubs, compactions] = [0, 0]
  const purger = new Purger(async () => void scrubs++)
  const room = { compact: async () => void compactions++ }
  const broken = { compact: () => Promise.reject(new Error('damaged')) }
  const answers = await Promise.all([...Array.from({ length: 8 }, () => purger.purge(room)), purger.purge(broken)])
  expect([scrubs, compactions]).toEqual([1, 1])
  expect(answers.map(answer => answer?.code)).toEqual([...new Array(8).fill(undefined), 'unavailable'])
})

test('CP7 who asks after a purge has begun is answered by the next one, and who asks again by another', async () => {
  const done: string[] = []
  const purger = new Purger(async () => void done.push('scrub'))
  const room = (name: string) => ({ compact: async () => void done.push(name) })
  const [a, b] = [room('a'), room('b')]
  expect(await purger.purge(a)).toBeNull()
  expect(await Promise.all([purger.purge(a), purger.purge(b)])).toEqual([null, null])
  expect(done).toEqual(['a', 'scrub', 'a', 'b', 'scrub'])
})
