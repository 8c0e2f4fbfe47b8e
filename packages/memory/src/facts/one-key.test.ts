import { expect, test, vi } from 'vitest'
import { EntryIndex } from '../model'
import { open, relayUrl } from '../open.fixture'

test('what is written over and over is judged from its heads, never from all its versions, whether or not anything rests on anything', async () => {
  const memory = await open('ada', { relay: await relayUrl() })
  const source = await memory.add('The carrier sends a message at every stop')
  await memory.add('Stops are known to the minute', { derivedFrom: [source.id] })
  const note = await memory.add('Version 0 of the plan')
  const seen = await memory.add('The driver calls at every stop')
  for (let i = 0; i < 40; i++) {
    await memory.facts.assert('order/42/stop', i)
    await memory.facts.assert('order/42/call', i, { evidence: [seen.id] })
    await memory.update(note.id, { content: `Version ${i + 1} of the plan` })
  }
  const read: string[] = []
  const { entriesOf } = EntryIndex.prototype
  const spy = vi.spyOn(EntryIndex.prototype, 'entriesOf').mockImplementation(function (this: EntryIndex, key) {
    if (this.countOf(key) > 16) read.push(key)
    return entriesOf.call(this, key)
  })
  try {
    await memory.facts.assert('order/42/stop', 'Ulm')
    await memory.facts.assert('order/42/call', 'Ulm', { evidence: [seen.id] })
    await memory.update(note.id, { content: 'The plan' })
  } finally {
    spy.mockRestore()
  }
  expect(read).toEqual([])
  expect(await memory.facts.get('order/42/stop')).toMatchObject({ settled: true, value: 'Ulm', flips: 0 })
  expect(await memory.history(note.id)).toHaveLength(42)
  await memory.retract(seen.id, 'It was another driver')
  expect(await memory.facts.get('order/42/call')).toBeUndefined()
  expect((await memory.dependents(seen.id)).dependents).toHaveLength(41)
})
