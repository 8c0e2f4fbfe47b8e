import { expect, test } from 'vitest'
import type { Memory } from './index'
import { open, relayUrl } from './open.fixture'

type Value = { deep: { step: number } }

/** Each prepares to write a value, then writes it and reads what it wrote. */
const writes: Record<string, (memory: Memory, other: Memory) => Promise<(value: Value) => Promise<unknown>>> = {
  'metadata of a record': async memory => async metadata => (await memory.add('a note', { metadata })).metadata,
  'metadata of a version': async memory => {
    const { id } = await memory.add('a note')
    return async metadata => (await memory.update(id, { metadata })).metadata
  },
  'a fact': async memory => async value => (await memory.facts.assert('order/42', value)).value,
  'what settles a fact': async (memory, other) => {
    memory.sync.pause()
    await memory.facts.assert('order/41', 'shipped')
    await other.facts.assert('order/41', 'processing')
    await other.sync.flush('relay')
    memory.sync.resume()
    await expect.poll(async () => (await memory.facts.get('order/41'))?.settled).toBe(false)
    return async value => (await memory.facts.resolve('order/41', { value }))?.value
  },
  'a state': async memory => async state => {
    await memory.runs.checkpoint('night', state)
    return (await memory.runs.resume('night')).state
  },
  'details of a task': async memory => async details => (await memory.work.tasks.add('report', { details })).details,
}

test.each(Object.keys(writes))('%s is what it was when the verb was called, whatever becomes of it', async what => {
  const relay = await relayUrl()
  const [memory, other] = await Promise.all([
    open('ada', { relay, conflicts: 'manual' }),
    open('bob', { relay, conflicts: 'manual' }),
  ])
  const write = await writes[what]!(memory, other)
  const value = { deep: { step: 3 } }
  const written = write(value)
  value.deep.step = 4
  expect(await written).toEqual({ deep: { step: 3 } })
})

test('what is not plain, endless or unreadable is refused as before', async () => {
  const memory = await open('ada')
  const endless: Record<string, unknown> = {}
  Object.assign(endless, { one: endless, other: endless })
  const unreadable = {
    get step() {
      throw new Error('not now')
    },
  }
  for (const value of [endless, unreadable, { at: new Date() }, [undefined], JSON.parse('{"__proto__":1}')])
    await expect(memory.facts.assert('order/42', value)).rejects.toMatchObject({ code: 'invalid-input' })
})
