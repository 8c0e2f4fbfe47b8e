import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { openMemory } from '../open-memory'

const spaces = { team: 'shared' } as const
const open = (storage = memoryStorage()) => openMemory({ agent: { id: 'ada' }, storage, spaces })
const contents = (records: readonly { readonly content: string }[]) => records.map(({ content }) => content)

/** A document in which something was built on a record that was retracted since. */
async function written(): Promise<{ update: Uint8Array; built: string }> {
  const memory = await open()
  const source = await memory.add('The old module is deprecated')
  const built = await memory.add('Build on the new module', { derivedFrom: [source.id] })
  await memory.add('Ada likes tea')
  await memory.retract(source.id, 'it is not')
  const update = Y.encodeStateAsUpdate(await memory.spaces.document('team'))
  await memory.close()
  return { update, built: built.id }
}

test('what comes from elsewhere and rests on what is gone is in no search and no list, though it is the first that rests on anything', async () => {
  const { update, built } = await written()
  const memory = await open()
  const told: string[] = []
  memory.on('change', ({ records }) => told.push(...contents(records)))
  await memory.spaces.adopt('team', [update])
  const [all, found] = await Promise.all([memory.getAll(), memory.search('build on the new module')])
  expect([contents(all), contents(found.map(({ record }) => record))]).toEqual([['Ada likes tea'], []])
  expect(await memory.get(built)).toBeUndefined()
  await expect.poll(() => told).toEqual(['Ada likes tea'])
  await memory.close()
})

test('a memory that opens with something that rests on what is gone gives it to nobody, not even at once', async () => {
  const { update, built } = await written()
  const storage = memoryStorage()
  const first = await open(storage)
  await first.spaces.adopt('team', [update])
  await first.close()
  const again = await open(memoryStorage({ from: storage.disk }))
  expect(await again.get(built)).toBeUndefined()
  expect(contents(await again.getAll())).toEqual(['Ada likes tea'])
  await again.close()
})
