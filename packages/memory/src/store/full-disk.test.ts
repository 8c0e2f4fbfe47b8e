import { type Storage, StorageError, storageKey } from '@commonplace/storage'
import { encryptedStorage } from '@commonplace/storage/encrypted'
import { MemoryDisk, memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { SnapshotStore } from '../snapshot/snapshot-store'
import { Catalog } from '../space/catalog'
import { type PoolOptions, SpacePool } from '../space/pool'
import { entriesOf } from '../sync/document-entries.fixture'
import { Replica } from '../sync/replica'
import { entry } from '../sync/scripted-room.fixture'
import { Store } from './store'

const full = new StorageError('full', 'no room')

/** A store as a platform's is: what there is no room for waits. */
function storeOn(disk: MemoryDisk, failure?: StorageError) {
  const inner = memoryStorage({ from: disk })
  inner.fail(failure)
  const store = new Store({ now: () => 0, timers: { set: () => {}, clear: () => {} }, persistence: undefined })
  return { inner, store, storage: store.onDisk(inner) }
}

const poolOptions: Omit<PoolOptions, 'catalog' | 'storage'> = {
  tenant: 'default',
  agent: { agent: 'ada', user: '' },
  connection: undefined,
  timers: { set: () => {}, clear: () => {} },
  now: () => 0,
  randomClientId: () => 9,
  randomName: () => 'f00d',
  idleMs: 1000,
  onChange() {},
  async onOpen() {},
  onClose() {},
}

/** A space in such a store. */
function spaceOn(disk: MemoryDisk, failure?: StorageError) {
  const { inner, store, storage } = storeOn(disk, failure)
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
  const { inner, store, opening } = spaceOn(disk, full)
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

test('a space that is new opens without room, and is on the disk with what is written to it', async () => {
  const disk = new MemoryDisk()
  const { inner, store, storage, opening } = spaceOn(disk)
  await opening
  inner.fail(full)
  const catalog = await Catalog.open(storage, 1)
  const pool = new SpacePool({ ...poolOptions, catalog, storage, waits: store.waits })
  const diary = await pool.acquire('diary', 'private')
  const write = diary.append([entry('a')])
  inner.fail(undefined)
  store.retry()
  await write.reached('local')
  inner.crash()
  const again = memoryStorage({ from: disk })
  const reopened = new SpacePool({ ...poolOptions, catalog: await Catalog.open(again, 2), storage: again })
  expect(entriesOf((await reopened.acquire('diary')).replica.doc)).toHaveLength(1)
})

test('sealing a store with another key does not wait for room; what is written later does', async () => {
  const [old, key] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]
  const disk = new MemoryDisk()
  const before = await encryptedStorage(memoryStorage({ from: disk }), { key: old })
  await before.commit([{ put: storageKey('a'), value: Uint8Array.of(1) }])
  await before.close()
  const { inner, store, storage } = storeOn(disk, full)
  await expect(store.impatiently(encryptedStorage(storage, { key, formerKeys: [old] }))).rejects.toBe(full)
  inner.fail(undefined)
  const next = storeOn(disk)
  const sealed = await next.store.impatiently(encryptedStorage(next.storage, { key, formerKeys: [old] }))
  next.inner.fail(full)
  const waiting = sealed.commit([{ put: storageKey('b'), value: Uint8Array.of(2) }])
  await next.store.waits
  next.inner.fail(undefined)
  next.store.retry()
  await waiting
  expect(await sealed.get(storageKey('a'))).toEqual(Uint8Array.of(1))
})

test.each([
  ['in clear', async (storage: Storage) => storage],
  ['encrypted', (storage: Storage) => encryptedStorage(storage, { key: new Uint8Array(32) })],
])('a search index that there is no room for is not kept, and nothing waits for it: %s', async (_, seal) => {
  const { inner, store } = storeOn(new MemoryDisk())
  const commit: Storage['commit'] = async operations => {
    if (operations.some(each => 'value' in each && each.value.length > 100_000)) throw full
    await inner.commit(operations)
  }
  const storage = await seal(store.onDisk({ ...inner, commit }))
  const position = { writers: [], deletes: 0, authors: [], receptions: '', erasures: [] }
  const { signal } = new AbortController()
  const bytes = new Uint8Array(300_000)
  const write = new SnapshotStore(storage).write('f00d', { made: '', position }, bytes, signal, async () => {})
  await expect(write).rejects.toBe(full)
  expect(store.status.value).toMatchObject({ waiting: 0 })
  await storage.commit([{ put: storageKey('note'), value: Uint8Array.of(1) }])
  await storage.close()
})

test('one whose disk takes nothing for another reason does not open', async () => {
  const { opening } = spaceOn(new MemoryDisk(), new StorageError('failed', 'the disk said no'))
  await expect(opening).rejects.toMatchObject({ code: 'failed' })
})
