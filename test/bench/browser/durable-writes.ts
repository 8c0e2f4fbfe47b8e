import type { openMemory } from '@commonplace/memory'
import { openIndexedDbStorage } from '@commonplace/storage/indexeddb'
import { IndexeddbPersistence } from 'y-indexeddb'
import * as Y from 'yjs'
import { Replica } from '../../../packages/memory/src/sync'

/** How long it took until so many single writes, none waiting for the one before, were on disk. */
export interface DurableWrites {
  readonly calledMs: number
  readonly durableMs: number
}

const textOf = (at: number) =>
  `Order ${at} left the warehouse in the forenoon and is due at the door of its owner on day ${at % 28}`

/** A document and its store, as y-indexeddb is: one entry a write, on its way to a relay that is away. */
export async function storeWrites(count: number): Promise<DurableWrites> {
  const storage = await openIndexedDbStorage({ name: `writer ${performance.now()}` })
  const replica = await Replica.open({
    room: { tenant: 'bench', space: 'team', segment: 0 },
    storage,
    prefix: 'team',
    createDoc: () => new Y.Doc(),
    randomClientId: () => 1,
    agent: { agent: 'bench', user: '' },
    now: () => 0,
  })
  const start = performance.now()
  const writes = Array.from({ length: count }, (_, at) =>
    replica.append([{ key: `record ${at}`, parents: [], payload: textOf(at) }]).reached('local'),
  )
  const calledMs = performance.now() - start
  await Promise.all(writes)
  const durableMs = performance.now() - start
  await replica.close()
  await storage.close()
  return { calledMs, durableMs }
}

/** Through the whole library: each write is judged, compared, indexed, and persisted. */
export async function ourWrites(open: typeof openMemory, count: number): Promise<DurableWrites> {
  const memory = await open({ agent: { id: `writer ${performance.now()}` }, spaces: { team: 'private' } })
  await memory.add('warm')
  const start = performance.now()
  const writes = Array.from({ length: count }, (_, at) => memory.add(textOf(at)))
  const calledMs = performance.now() - start
  await Promise.all(writes)
  const durableMs = performance.now() - start
  await memory.close()
  return { calledMs, durableMs }
}

/** y-indexeddb behind a plain document: one map entry a write. It tells nobody when they are stored, so a later transaction is awaited. */
export async function theirWrites(count: number): Promise<DurableWrites> {
  const doc = new Y.Doc()
  const provider = new IndexeddbPersistence(`writer ${performance.now()}`, doc)
  await provider.whenSynced
  await provider.set('warm', 'yes')
  const records = doc.getMap('records')
  const start = performance.now()
  for (let at = 0; at < count; at++) records.set(`record ${at}`, textOf(at))
  const calledMs = performance.now() - start
  await provider.set('done', 'yes')
  const durableMs = performance.now() - start
  await provider.destroy()
  return { calledMs, durableMs }
}
