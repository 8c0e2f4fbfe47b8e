import { startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'
import { textOf } from '../erase/text-of.fixture'
import { open } from '../open.fixture'

/** A relay that refuses long summaries, and an artifact whose summary it refused. */
async function refused() {
  const data = memoryStorage()
  const store = { isAiling: false }
  const scrub = async () => {
    if (store.isAiling) throw new Error('no room on the disk')
  }
  const relay = await startRelay({ data: { ...data, scrub }, insecure: true, limits: { updateBytes: 4096 } })
  onTestFinished(() => relay.close())
  const storage = memoryStorage()
  const ada = await open('ada', { storage, relay: relay.url })
  const summary = `a summary ${'x'.repeat(5000)}`
  const record = await ada.artifacts.put('the LONG TEXT', { summary, consistency: 'local' })
  await ada.sync.flush('relay')
  const isHeld = async () => (await Promise.all([storage, data].map(textOf))).some(each => each.includes('LONG TEXT'))
  return { ada, storage, store, isHeld, record, url: relay.url }
}

test('the text of an artifact goes with the refused write that named it, here and at the relay', async () => {
  const { ada, storage, isHeld } = await refused()
  const [write] = ada.sync.refused()
  expect(await textOf(storage)).toContain('LONG TEXT')
  await ada.sync.discard(write!)
  await expect.poll(isHeld).toBe(false)
})

test('it stays while a record or another refused write names it', async () => {
  const { ada, storage, isHeld, record } = await refused()
  const { metadata } = record
  const other = await ada.add('said shortly', { metadata, consistency: 'relay' })
  await ada.add(`once more ${'y'.repeat(5000)}`, { metadata })
  await ada.sync.flush('relay')
  const [one, two] = ada.sync.refused()
  await ada.sync.discard(one!)
  await ada.sync.discard(two!)
  expect(ada.sync.refused()).toEqual([])
  expect((await ada.artifacts.open(other.id)).text).toBe('the LONG TEXT')
  await ada.add(`and again ${'z'.repeat(5000)}`, { metadata })
  await ada.add(`to the end ${'u'.repeat(5000)}`, { metadata })
  await ada.sync.flush('relay')
  await ada.erase({ ids: [other.id] })
  const [three, four] = ada.sync.refused()
  await ada.sync.discard(three!)
  expect(await textOf(storage)).toContain('u'.repeat(5000))
  await ada.sync.discard(four!)
  await expect.poll(isHeld).toBe(false)
})

test('a relay that could not rewrite its part of one is asked again in the next session', async () => {
  const { ada, storage, store, url } = await refused()
  store.isAiling = true
  await ada.sync.discard(ada.sync.refused()[0]!)
  await expect.poll(async () => (await textOf(storage)).includes('toPurge')).toBe(true)
  await ada.close()
  store.isAiling = false
  const left = memoryStorage({ from: storage.disk })
  await open('ada', { storage: left, relay: url })
  await expect.poll(async () => (await textOf(left)).includes('toPurge')).toBe(false)
})
