import { defaultLimits } from '@commonplace/protocol'
import type { Storage } from '@commonplace/storage'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { type DescribedUpdate, describe } from './described-update'
import { Journal } from './journal'

/** Updates of one writer, so large each. */
function updatesOf(sizes: readonly number[]): Uint8Array[] {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (const size of sizes) doc.getArray('w').push(['x'.repeat(size)])
  return updates
}

async function load(storage: Storage): Promise<Journal> {
  return (await Journal.load(storage, 'team', { onDurable: () => {}, onFailure: () => {} })).journal
}

test('what is learnt at once becomes pieces that opening reads in steps, however much it is', async () => {
  const journal = await load(memoryStorage())
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

/** A text, and its deletion by itself. */
function writtenAndDeleted() {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  doc.getArray('w').push(['SECRET'])
  doc.getArray('w').delete(0)
  return updates.map(describe) as [DescribedUpdate, DescribedUpdate]
}

const holdsSecret = async (journal: Journal) => Buffer.concat(await journal.readBase()).includes('SECRET')

test('what is deleted after it was learnt waits to be purged, also in the next session; known deletes do not', async () => {
  const [text, deletion] = writtenAndDeleted()
  const storage = memoryStorage()
  const journal = await load(storage)
  await journal.commit(batch => batch.learn([text]))
  expect(journal.meta.deleted).toBeUndefined()
  await journal.commit(batch => batch.learn([deletion]))
  expect(journal.meta.deleted).toBe(1)
  await journal.commit(batch => batch.learn([deletion]))
  expect((await load(storage)).meta.deleted).toBe(1)
})

test('what comes deleted already, in whatever order, is kept without its content', async () => {
  const [text, deletion] = writtenAndDeleted()
  for (const updates of [
    [text, deletion],
    [deletion, text],
  ]) {
    const [together, apart] = [await load(memoryStorage()), await load(memoryStorage())]
    await together.commit(batch => batch.learn(updates))
    await apart.commit(batch => updates.map(update => batch.learn([update])))
    expect(await holdsSecret(together)).toBe(false)
    expect([await holdsSecret(apart), apart.meta.deleted]).toEqual(updates[0] === text ? [true, 1] : [false, undefined])
  }
})
