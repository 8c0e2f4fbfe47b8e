import { StorageError } from '@commonplace/storage'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { type CollectOptions, collectAll } from './collect'

test('a store that cannot be read is told, closed for whoever can, and keeps no other from being looked at', async () => {
  const damaged = new StorageError('damaged', 'a page is missing')
  const lefts = Array.from({ length: 2 }, () => ({
    storage: {
      ...memoryStorage(),
      range() {
        throw damaged
      },
      isClosed: false,
      async close() {
        this.isClosed = true
      },
    },
    destroy: async () => {},
  }))
  async function* each() {
    yield* lefts
  }
  const told: unknown[] = []
  const options = { signal: new AbortController().signal } as CollectOptions
  await collectAll(
    each(),
    async storage => storage,
    options,
    error => told.push(error),
  )
  expect(told).toEqual([damaged, damaged])
  expect(lefts.map(({ storage }) => storage.isClosed)).toEqual([true, true])
})
