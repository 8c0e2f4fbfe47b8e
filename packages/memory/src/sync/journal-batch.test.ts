import { defaultLimits } from '@commonplace/protocol'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { describe } from './described-update'
import { Journal } from './journal'

/** Updates of one writer, so large each. */
function updatesOf(sizes: readonly number[]): Uint8Array[] {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (const size of sizes) doc.getArray('w').push(['x'.repeat(size)])
  return updates
}

test('what is learnt at once becomes pieces that opening reads in steps, however much it is', async () => {
  const { journal } = await Journal.load(memoryStorage(), 'team', { onDurable: () => {}, onFailure: () => {} })
  const updates = updatesOf([...Array.from({ length: 20 }, () => 100_000), 300_000, 10, 10])
  await journal.commit(batch => batch.learn(updates.map(describe)))
  const sizes = journal.base.pieces.map(({ bytes }) => bytes)
  expect(sizes.filter(bytes => bytes > defaultLimits.updateBytes)).toHaveLength(1)
  expect(sizes).toHaveLength(12)
  const pieces = await journal.readBase()
  expect(pieces.map(({ length }) => length)).toEqual(sizes)
  const doc = new Y.Doc()
  for (const piece of pieces) Y.applyUpdate(doc, piece)
  expect(doc.getArray('w').length).toBe(updates.length)
  await journal.commit(batch => batch.learn([]))
  expect(journal.base.pieces).toHaveLength(12)
})
