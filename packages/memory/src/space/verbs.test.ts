import { afterEach, expect, test, vi } from 'vitest'
import { open } from '../open.fixture'
import { Catalog } from './catalog'

afterEach(() => vi.restoreAllMocks())

test('opening a space asks the catalog for it by name, however many it lists', async () => {
  const memory = await open('ada')
  const listed = vi.spyOn(Catalog.prototype, 'list')
  await memory.spaces.open('diary', { visibility: 'private' })
  expect(await memory.spaces.open('diary')).toMatchObject({ visibility: 'private' })
  expect(await memory.spaces.open('plans')).toMatchObject({ visibility: 'shared' })
  expect(listed).not.toHaveBeenCalled()
})
