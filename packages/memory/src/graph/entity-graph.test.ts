import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import type { Core } from '../core'
import { type Memory, openMemory } from '../index'

test('what was said in a space that has unloaded relates nobody, until it is open again', async () => {
  const spaces = { team: 'private', other: 'private' } as const
  const memory = await openMemory({ agent: { id: 'a' }, spaces, storage: memoryStorage() })
  await memory.graph.relate('Ada', 'reports to', 'Grace', { space: 'team' })
  await memory.graph.relate('Ada', 'works with', 'Bob', { space: 'other' })
  const around = async () => (await memory.graph.neighbours('Ada')).map(({ entity }) => entity).sort()
  expect(await around()).toEqual(['bob', 'grace'])
  await (memory as unknown as { readonly core: Core }).core.pool.discard('other')
  expect(await around()).toEqual(['grace'])
  await memory.spaces.open('other')
  expect(await around()).toEqual(['bob', 'grace'])
  await memory.close()
})

test('the same steps come first on every replica, whichever it had first', async () => {
  const [ada, bob] = await Promise.all(
    ['ada', 'bob'].map(id => openMemory({ agent: { id }, spaces: { team: 'shared' }, storage: memoryStorage() })),
  )
  await ada!.graph.relate('the lamp', 'stands on', 'the desk')
  await bob!.graph.relate('the desk', 'holds', 'the lamp')
  const around = async (memory: Memory) => {
    const found = await memory.graph.neighbours('the lamp')
    return found.flatMap(({ path }) => path.map(({ predicate }) => predicate))
  }
  expect(await Promise.all([ada!, bob!].map(around))).toEqual([['stands on'], ['holds']])
  const [ofAda, ofBob] = [await ada!.export('team'), await bob!.export('team')]
  await ada!.import(ofBob)
  await bob!.import(ofAda)
  expect(await around(ada!)).toEqual(await around(bob!))
  await Promise.all([ada!, bob!].map(memory => memory.close()))
})

test('a word that opens a sentence is a name where something else names it, and as long as it does', async () => {
  const memory = await openMemory({ agent: { id: 'a' }, storage: memoryStorage() })
  await memory.add('Magda lives in Lucerne')
  await memory.add('Yesterday it rained in Lucerne')
  const around = async (name: string) => (await memory.graph.neighbours(name, { hops: 2 })).map(({ entity }) => entity)
  expect(await around('Ada')).toEqual([])
  expect(await around('Lucerne')).toEqual([])
  const said = await memory.graph.relate('Ada', 'reports to', 'Magda')
  expect(await around('Ada')).toEqual(['magda', 'lucerne'])
  expect(await around('Lucerne')).toEqual(['magda', 'ada'])
  await memory.retract(said.id, 'she left')
  expect(await around('Lucerne')).toEqual([])
  await memory.close()
})
