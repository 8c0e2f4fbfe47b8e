import { startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test, vi } from 'vitest'
import { open } from '../open.fixture'
import { textOf } from './text-of.fixture'

/** A relay whose store fails to be rewritten so often. */
async function ailingRelay(failures: number) {
  const data = memoryStorage()
  const state = { failures, scrubs: 0 }
  const scrub = async () => {
    if (state.scrubs++ < state.failures) throw new Error('no room on the disk')
    await data.scrub!()
  }
  const relay = await startRelay({ data: { ...data, scrub }, insecure: true })
  onTestFinished(() => relay.close())
  return { relay: relay.url, state }
}

/** Timers of a minute go off when the test says so, the others by themselves. */
function minutesByHand() {
  const waiting: (() => void)[] = []
  const { setTimeout } = globalThis
  const fake = ((callback: () => void, ms?: number) =>
    setTimeout(ms === 60_000 && waiting.push(callback) ? () => {} : callback, ms)) as typeof setTimeout
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(fake)
  onTestFinished(() => void vi.restoreAllMocks())
  return () => {
    for (const each of waiting.splice(0)) each()
  }
}

test('a relay that could not rewrite its store is asked again after a minute', async () => {
  const { relay, state } = await ailingRelay(2)
  const ada = await open('ada', { relay })
  const { id } = await ada.add('a SECRET', { consistency: 'relay' })
  const aMinute = minutesByHand()
  expect((await ada.erase({ ids: [id] })).receipts).toMatchObject([{ relay: 'outstanding', outstanding: [] }])
  expect(state.scrubs).toBe(1)
  aMinute()
  await expect.poll(() => state.scrubs).toBe(2)
  await expect.poll(() => [aMinute(), state.scrubs][1]).toBe(3)
  await expect.poll(() => ada.erasures()).toMatchObject([{ relay: 'confirmed' }])
})

test('the text of an artifact that the relay could not rewrite is gone here, and the relay is asked again for it', async () => {
  const { relay, state } = await ailingRelay(3)
  const storage = memoryStorage()
  const ada = await open('ada', { relay, storage })
  const { id } = await ada.artifacts.put('the LONG TEXT', { summary: 'a summary', consistency: 'relay' })
  const aMinute = minutesByHand()
  await ada.erase({ ids: [id] })
  // For the text, for the space, and once more for the text.
  expect(state.scrubs).toBe(3)
  expect(await textOf(storage)).not.toContain('LONG TEXT')
  expect(await textOf(storage)).toContain('toPurge')
  expect(await ada.erasures()).toMatchObject([{ relay: 'outstanding' }])
  aMinute()
  await expect.poll(() => ada.erasures()).toMatchObject([{ relay: 'confirmed' }])
  expect(await textOf(storage)).not.toContain('toPurge')
})

test('what a relay could not rewrite in one session it is asked for in the next', async () => {
  const { relay, state } = await ailingRelay(Number.POSITIVE_INFINITY)
  const storage = memoryStorage()
  const ada = await open('ada', { relay, storage })
  const { id } = await ada.artifacts.put('the LONG TEXT', { summary: 'a summary', consistency: 'relay' })
  await ada.erase({ ids: [id] })
  await ada.close()
  const left = memoryStorage({ from: storage.disk })
  expect(await textOf(left)).toContain('toPurge')
  state.failures = 0
  const again = await open('ada', { relay, storage: left })
  await expect.poll(async () => (await again.erasures())[0]?.relay).toBe('confirmed')
  expect(await textOf(left)).not.toContain('toPurge')
})
