import { expect, test, vi } from 'vitest'
import { EntryIndex } from '../model'
import { open, relayUrl } from '../open.fixture'

test('saving costs the same however many states wait for the relay, and they go once it has them', async () => {
  const memory = await open('support', { relay: { url: await relayUrl(), paused: true } })
  const save = async (count: number) => {
    for (let n = 0; n < count; n++) await memory.runs.checkpoint('order-42', { n })
  }
  const costOf = async () => {
    const looked: string[] = []
    const { entriesOf } = EntryIndex.prototype
    const spy = vi.spyOn(EntryIndex.prototype, 'entriesOf').mockImplementation(function (this: EntryIndex, key) {
      if (this.countOf(key) > 16) looked.push(key)
      return entriesOf.call(this, key)
    })
    const read = vi.spyOn(JSON, 'parse')
    try {
      await save(1)
      return { looked, read: read.mock.calls.length }
    } finally {
      spy.mockRestore()
      read.mockRestore()
    }
  }
  await save(40)
  const { looked, read } = await costOf()
  expect(looked).toEqual([])
  await save(80)
  expect(await costOf()).toEqual({ looked: [], read })
  expect(await memory.runs.checkpoints('order-42')).toHaveLength(122)
  memory.sync.resume()
  await memory.sync.flush('relay')
  for (let n = 0; n < 3; n++) await memory.runs.checkpoint('order-42', { n }, { consistency: 'relay' })
  const kept = await memory.runs.checkpoints('order-42')
  expect(kept.length).toBeLessThanOrEqual(28)
  expect(kept.at(-1)).toMatchObject({ version: 125 })
})
