import { expect, test } from 'vitest'
import { open } from '../open.fixture'

const server = () => open('server', { agent: { id: 'server', app: 'shop' } })

test('who serves several users says for whom a record is; its author and what was not named stay as they are bound', async () => {
  const memory = await server()
  const scope = { user: 'ada', agent: null, run: 'chat-7' }
  const { id } = await memory.add('Ada prefers e-mail to phone calls', { scope })
  const record = (await memory.get(id))!
  expect([record.scope, record.author]).toEqual([{ user: 'ada', run: 'chat-7', app: 'shop' }, { agent: 'server' }])
  await memory.update(id, { content: 'Ada prefers letters to phone calls' })
  expect((await memory.get(id))!.scope).toEqual(record.scope)
  expect(await memory.getAll()).toEqual([])
  expect(await memory.getAll({ scope: 'all', filter: { user: 'ada' } })).toMatchObject([{ id }])
  await expect(memory.add('x', { scope: { usr: 'ada' } as object })).rejects.toMatchObject({ code: 'invalid-input' })
})

test('a text is a copy of one that says it for the same user and agent only', async () => {
  const memory = await server()
  const said = async (scope: object) => (await memory.add('The lamp in the hall flickers', { scope })).id
  const [ada, bob, first] = [
    await said({ user: 'ada' }),
    await said({ user: 'bob' }),
    await said({ user: 'ada', agent: 'helper' }),
  ]
  expect(new Set([ada, bob, first]).size).toBe(3)
  expect(await said({ user: 'ada' })).toBe(ada)
})

test("what was recalled for one user and is said for another does not fall with the first one's, and names it nowhere", async () => {
  const memory = await server()
  const text = 'I would like tea without milk every morning at nine'
  const ada = await memory.add(text, { scope: { user: 'ada' } })
  await memory.search('tea without milk', { scope: 'all' })
  const bob = await memory.add(`Note: ${text}`, { scope: { user: 'bob' } })
  const again = await memory.add(`Noted: ${text}`, { scope: { user: 'ada' } })
  expect([bob.derivedFrom, again.derivedFrom]).toEqual([[], [ada.version]])
  await memory.retract(ada.id, 'Ada left')
  expect((await memory.getAll({ scope: 'all' })).map(({ id }) => id)).toEqual([bob.id])
  expect((await memory.erase({ subject: 'bob' })).erased).toEqual([bob.version])
})
