import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { textOf } from '../erase/text-of.fixture'
import { open, relayUrl } from '../open.fixture'

test.each([undefined, relayUrl])(
  'what was adopted is this agent’s own: it changes, retracts and erases it',
  async relay => {
    const before = await open('ada')
    for (const name of ['one', 'two', 'three']) await before.add(`SECRET ${name}`)
    const updates = [Y.encodeStateAsUpdate(await before.spaces.document('team'))]
    const storage = memoryStorage()
    const ada = await open('ada', { storage, ...(relay && { relay: await relay() }) })
    await ada.spaces.adopt('team', updates)
    const [one, two, three] = (await ada.getAll()).sort((a, b) => a.time.getTime() - b.time.getTime())
    await ada.update(one!.id, { content: 'changed' })
    await ada.retract(two!.id, 'it is not so')
    await ada.erase({ ids: [one!.id, two!.id, three!.id] })
    if (relay) await expect.poll(async () => (await ada.erasures())[0]?.relay).toBe('confirmed')
    expect(await ada.getAll()).toEqual([])
    expect(await textOf(storage)).not.toContain('SECRET')
  },
)

test('what somebody else is said to have written is adopted as theirs, and shown', async () => {
  const before = await open('bob', { spaces: { notes: 'private' } })
  await before.add('by Bob')
  const ada = await open('ada', { spaces: { notes: 'private' } })
  await ada.spaces.adopt('notes', [Y.encodeStateAsUpdate(await before.spaces.document('notes'))])
  expect(await ada.getAll()).toMatchObject([{ content: 'by Bob', author: { agent: 'bob' } }])
})

test.each([undefined, 'text', Uint8Array.of(0, 0), [[0, 0]]])(
  'updates that are no list of bytes are refused: %o',
  async updates => {
    const ada = await open('ada')
    await expect(ada.spaces.adopt('team', updates as never)).rejects.toMatchObject({ code: 'invalid-input' })
  },
)
