import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import type { Core } from '../core'
import { openMemory } from '../index'

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
