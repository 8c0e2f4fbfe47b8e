import { expect, test } from 'vitest'
import { open } from '../open.fixture'

test('what cannot be an id is refused by every verb that names what something is made from, and nothing is written', async () => {
  const memory = await open('ada')
  const note = await memory.add('a note')
  const fact = await memory.facts.assert('order/42/status', 'shipped')
  const wrong = ['order/42/status']
  const calls = [
    () => memory.add('built', { derivedFrom: wrong }),
    () => memory.add('built', { derivedFrom: [note.id, 'garbage'] }),
    () => memory.update(note.id, { content: 'built', derivedFrom: wrong }),
    () => memory.facts.assert('order/43/status', 'shipped', { derivedFrom: wrong }),
    () => memory.facts.assert('order/43/status', 'shipped', { evidence: wrong }),
    () => memory.validate(note.id, 'refuted', { evidence: wrong }),
    () => memory.runs.log('night', { role: 'user', content: 'built', derivedFrom: wrong }),
    () => memory.procedures.define('ship', { description: 'ships', derivedFrom: wrong }),
  ]
  for (const [i, call] of calls.entries()) {
    await expect(call(), `call ${i}`).rejects.toMatchObject({
      code: 'invalid-input',
      hint: expect.stringContaining('fact.record.id'),
    })
  }
  expect((await memory.getAll()).map(({ id }) => id).sort()).toEqual([note.id, fact.record.id].sort())
})

test('a record that is not held here may be named, and so may the token of a private one', async () => {
  const memory = await open('ada')
  const derivedFrom = ['elsewhere.0.zz.7', `private:${'0'.repeat(32)}`]
  expect(await memory.add('built on what others hold', { derivedFrom })).toMatchObject({ derivedFrom })
})
