import { startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'
import { open } from '../open.fixture'
import { textOf } from './text-of.fixture'

/** Ada's memory on a relay that takes nothing over 2 kB. */
async function strict() {
  const relay = await startRelay({ data: memoryStorage(), insecure: true, limits: { updateBytes: 2048 } })
  onTestFinished(() => relay.close())
  const storage = memoryStorage()
  const memory = await open('ada', { relay: relay.url, storage })
  return { memory, storage }
}

test('RF13 a refused write is kept for its author when something else is erased, or replaced versions go', async () => {
  const { memory, storage } = await strict()
  const refused = await memory.add(`KEPT ${'x'.repeat(4000)}`)
  await expect(refused.durable('relay')).rejects.toMatchObject({ code: 'too-large' })
  const other = await memory.add('SECRET', { consistency: 'relay' })
  await memory.erase({ ids: [other.id] })
  const note = await memory.add('one', { consistency: 'relay' })
  await memory.update(note.id, { content: 'two' })
  await memory.compact()
  expect(memory.sync.refused()).toMatchObject([{ code: 'too-large' }])
  expect(await textOf(storage)).toContain('KEPT')
  expect(await textOf(storage)).not.toContain('SECRET')
})

test('a write that was erased before the relay refused it is not kept', async () => {
  const { memory, storage } = await strict()
  memory.sync.pause()
  const { id } = await memory.add(`SECRET ${'x'.repeat(4000)}`)
  const erasing = memory.erase({ ids: [id] })
  memory.sync.resume()
  await erasing
  await expect.poll(async () => (await memory.erasures())[0]?.relay).toBe('confirmed')
  expect(memory.sync.refused()).toEqual([])
  expect(await textOf(storage)).not.toContain('SECRET')
})
