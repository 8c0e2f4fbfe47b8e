import { expect, test } from 'vitest'
import type { Core } from '../core'
import { recordKey } from '../model'
import { open } from '../open.fixture'
import { stringToRecordId } from '../reading/record-id'
import type { SpaceChange } from '../space/space'
import { ErasureBook } from './erasure-book'

async function opened() {
  const memory = await open('ada')
  const { core } = memory as unknown as { core: Core }
  const { id, space: name } = await memory.add('a secret')
  const space = core.pool.get(name)!
  const late: SpaceChange[] = []
  const book = new ErasureBook(
    each => core.projection.context(each),
    change => late.push(change),
    () => {},
  )
  return { memory, space, id, key: recordKey(stringToRecordId(id)!.dot), book, late }
}

test('an erasure that comes while the rules are not there is read once they are, and readers look again', async () => {
  const { memory, space, id, key, book, late } = await opened()
  expect(book.opened(space)).toBeUndefined()
  await memory.erase({ ids: [id] })
  book.changed({ space, keys: new Set(space.index.ledgerKeys()) })
  expect(book.isUnread(space)).toBe(true)
  expect(book.areAbout(space, key)).toBe(false)

  await book.ready()
  expect(book.isUnread(space)).toBe(false)
  expect(book.areAbout(space, key)).toBe(true)
  expect(late).toEqual([{ space, keys: book.keysIn(space) }])
})

test('a space with an erasure is open once that has been read', async () => {
  const { memory, space, id, key, book, late } = await opened()
  await memory.erase({ ids: [id] })
  await book.opened(space)
  expect(book.areAbout(space, key)).toBe(true)
  expect(late).toHaveLength(1)
})
