import { StorageError } from '@commonplace/storage'
import { MemoryDisk, memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { entriesOf } from '../sync/document-entries.fixture'
import { Replica } from '../sync/replica'
import { entry } from '../sync/scripted-room.fixture'
import { Store } from './store'

/** A space in a store as a platform's is: what there is no room for waits. */
function spaceOn(disk: MemoryDisk, failure?: StorageError) {
  const inner = memoryStorage({ from: disk })
  inner.fail(failure)
  const store = new Store({ now: () => 0, timers: { set: () => {}, clear: () => {} }, persistence: undefined })
  const storage = store.onDisk(inner)
  const { waits } = store
  const agent = { agent: 'ada', user: '' }
  const rest = { room: null, prefix: 'notes', createDoc: () => new Y.Doc(), randomClientId: () => 7, now: () => 0 }
  return { inner, store, storage, opening: Replica.open({ ...rest, storage, waits, agent }) }
}

test('a space opens while there is no room: what it holds is read, and what is written waits', async () => {
  const disk = new MemoryDisk()
  const before = spaceOn(disk)
  const first = await before.opening
  first.append([entry('a')])
  await first.close()
  await before.storage.close()
  const { inner, store, opening } = spaceOn(disk, new StorageError('full', 'no room'))
  const replica = await opening
  expect(entriesOf(replica.doc)).toHaveLength(1)
  expect(store.status.value).toMatchObject({ waiting: 1, reason: { code: 'storage-full' } })
  const write = replica.append([entry('b')])
  inner.fail(undefined)
  store.retry()
  await write.reached('local')
  inner.crash()
  expect(entriesOf((await spaceOn(disk).opening).doc)).toHaveLength(2)
})

test('one whose disk takes nothing for another reason does not open', async () => {
  const { opening } = spaceOn(new MemoryDisk(), new StorageError('failed', 'the disk said no'))
  await expect(opening).rejects.toMatchObject({ code: 'failed' })
})
