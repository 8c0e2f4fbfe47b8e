import { setImmediate } from 'node:timers/promises'
import { type MemoryStorage, memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { describe } from './described-update'
import { entriesOf } from './document-entries.fixture'
import { Journal } from './journal'
import { entry, openReplica } from './scripted-room.fixture'

/**
 * Reads an entry at a time, each as the storage is then, as large pieces are; who begins first has the longest way.
 * `atEnd` is called where there are no more.
 */
function inPages(storage: MemoryStorage, atEnd: () => void = () => {}): MemoryStorage {
  const { range } = storage
  let turns = 5
  storage.range = async function* (from, to, options) {
    const mine = turns
    turns = 1
    for (let low: Uint8Array | undefined = from; low; ) {
      let next: Uint8Array | undefined
      for await (const found of range(low, to, { ...options, limit: 1 })) {
        next = Uint8Array.of(...found.key, 0)
        yield found
      }
      if (!next) atEnd()
      for (let turn = 0; turn < mine; turn++) await setImmediate()
      low = next
    }
  }
  return storage
}

test('what is lent to a new store is whole, also where pieces of it are merged at that moment', async () => {
  const storage = memoryStorage()
  const { replica } = await openReplica({ room: null, storage })
  for (let i = 0; i < 15; i++) await replica.append([entry(`${i}`)]).reached('local')
  inPages(storage)
  const lent = replica.lend()
  // The sixteenth piece has them merged.
  replica.append([entry('last')])
  const doc = new Y.Doc()
  for (const update of (await lent).updates) Y.applyUpdate(doc, update)
  expect(entriesOf(doc)).toHaveLength(16)
  await replica.close()
})

test('a piece that comes when all others were read is read, too', async () => {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (const text of ['first', 'second']) doc.getArray('w').push([text.repeat(100)])
  const [first, second] = updates.map(describe)
  let late: Promise<void> | undefined
  const storage = inPages(memoryStorage(), () => (late ??= journal?.commit(batch => batch.learn([second!]))))
  let journal: Journal | undefined
  journal = (await Journal.load(storage, 'team', { onDurable: () => {}, onFailure: () => {} })).journal
  await journal.commit(batch => batch.learn([first!]))
  expect(await journal.readBase()).toHaveLength(2)
  expect(late).toBeDefined()
})
