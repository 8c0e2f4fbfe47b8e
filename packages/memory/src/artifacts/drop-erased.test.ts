import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RelayOptions, startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'
import type { Core } from '../core'
import { textOf } from '../erase/text-of.fixture'
import { open } from '../open.fixture'

async function relayWith(options: Partial<RelayOptions>) {
  const data = memoryStorage()
  const relay = await startRelay({ data, insecure: true, ...options })
  onTestFinished(() => relay.close())
  return { relay, url: relay.url, data }
}

/** A relay that lost its log: who is new there gets another id for what was written before. */
async function recoveredRelay() {
  const folder = await mkdtemp(join(tmpdir(), 'commonplace-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const receiptKey = join(folder, 'receipts.json')
  const { relay } = await relayWith({ receiptKey })
  await relay.close()
  return relayWith({ receiptKey })
}

test('the text of an artifact whose record got another id stays when something else is erased, and goes with its record', async () => {
  const { url, data } = await recoveredRelay()
  const storage = memoryStorage()
  const ada = await open('ada', { storage, relay: { url, paused: true } })
  const other = await ada.add('something else')
  const put = await ada.artifacts.put('the LONG TEXT', { summary: 'a summary', consistency: 'local' })
  ada.sync.resume()
  await ada.sync.flush('relay')
  const { id } = (await ada.get(put.id))!
  expect(id).not.toBe(put.id)
  await ada.erase({ ids: [other.id] })
  await expect.poll(async () => (await ada.erasures())[0]?.relay).toBe('confirmed')
  const bob = await open('bob', { relay: url })
  await expect.poll(async () => (await bob.getAll()).length).toBe(1)
  for (const memory of [ada, bob]) expect((await memory.artifacts.open(id)).text).toBe('the LONG TEXT')
  await ada.erase({ ids: [id] })
  await expect.poll(async () => (await ada.erasures())[1]?.relay).toBe('confirmed')
  await expect
    .poll(async () => [await textOf(storage), await textOf(data)].some(text => text.includes('LONG TEXT')))
    .toBe(false)
})

test('the text of an artifact whose record was refused is kept for its author when something else is erased', async () => {
  const { url } = await relayWith({ limits: { updateBytes: 4096 } })
  const storage = memoryStorage()
  const ada = await open('ada', { storage, relay: url })
  await ada.artifacts.put('the LONG TEXT', { summary: `a summary ${'x'.repeat(5000)}`, consistency: 'local' })
  const other = await ada.add('something else', { consistency: 'relay' })
  await ada.sync.flush('relay')
  expect(ada.sync.refused()).toMatchObject([{ code: 'too-large' }])
  await ada.erase({ ids: [other.id] })
  await expect.poll(async () => (await ada.erasures())[0]?.relay).toBe('confirmed')
  expect(await textOf(storage)).toContain('LONG TEXT')
})

/** A relay that rewrites its store when it may: then also what it was asked for before. */
async function slowRelay() {
  const data = memoryStorage()
  let [isAtWork, mayEnd] = [() => {}, () => {}]
  const atWork = new Promise<void>(resolve => (isAtWork = resolve))
  const end = new Promise<void>(resolve => (mayEnd = resolve))
  const scrub = async () => {
    isAtWork()
    await end
  }
  const { url } = await relayWith({ data: { ...data, scrub } })
  return { url, data, atWork, mayEnd }
}

test('a relay that goes away while it takes a text off its disk is asked again, and the text leaves this device', async () => {
  const { url, data, atWork, mayEnd } = await slowRelay()
  const storage = memoryStorage()
  const ada = await open('ada', { storage, relay: url })
  const errors: unknown[] = []
  ada.on('error', error => errors.push(error))
  const { id } = await ada.artifacts.put('the LONG TEXT', { summary: 'a summary', consistency: 'relay' })
  const erasing = ada.erase({ ids: [id] })
  await atWork
  ada.sync.pause()
  await erasing
  mayEnd()
  ada.sync.resume()
  await expect.poll(async () => (await ada.erasures())[0]).toMatchObject({ relay: 'confirmed', outstanding: [] })
  expect([await textOf(storage), await textOf(data)].some(text => text.includes('LONG TEXT'))).toBe(false)
  expect(errors).toEqual([])
})

test('what a session deleted of a text and did not have taken off the relay’s disk the next one does', async () => {
  const { url, data } = await relayWith({})
  const storage = memoryStorage()
  const ada = await open('ada', { storage, relay: url })
  const { id } = await ada.artifacts.put('the LONG TEXT', { summary: 'a summary', consistency: 'relay' })
  const rooms = await (ada as unknown as { core: Core }).core.artifacts.rooms()
  const [room] = await rooms.held.list()
  await rooms.using(room!, async ({ index, replica }) => {
    const dots = [...index.keys()].flatMap(key => index.entriesOf(key).map(({ dot }) => dot))
    await replica.remove(dots).reached('relay')
  })
  await ada.close()
  const again = await open('ada', { storage: memoryStorage({ from: storage.disk }), relay: url })
  await again.erase({ ids: [id] })
  await expect.poll(async () => (await again.erasures())[0]?.relay).toBe('confirmed')
  expect(await textOf(data)).not.toContain('LONG TEXT')
})

test('an export that was made before an erasure does not bring the text back', async () => {
  const storage = memoryStorage()
  const ada = await open('ada', { storage })
  const { id } = await ada.artifacts.put('the LONG TEXT', { summary: 'a summary' })
  const before = await ada.export('team')
  await ada.erase({ ids: [id] })
  expect((await ada.import(before)).added).toBe(0)
  expect(await textOf(storage)).not.toContain('LONG TEXT')
})
