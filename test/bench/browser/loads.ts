import type { Storage } from '@commonplace/storage'
import { IndexeddbPersistence, storeState } from 'y-indexeddb'
import * as Y from 'yjs'
import { Catalog } from '../../../packages/memory/src/space/catalog'
import { Replica } from '../../../packages/memory/src/sync'
import { documentOf } from '../open/records'

const database = 'bench-y-indexeddb'

/** Keeps the same document with y-indexeddb, as small as it makes it. */
export async function storeTheirs(records: number): Promise<void> {
  const doc = new Y.Doc()
  const provider = new IndexeddbPersistence(database, doc)
  await provider.whenSynced
  for (const update of documentOf(records)) Y.applyUpdate(doc, update)
  await storeState(provider)
  await provider.set('done', 'yes')
  await provider.destroy()
}

/** From the database to a whole document in memory, ms. */
export async function loadTheirs(): Promise<number> {
  const start = performance.now()
  const doc = new Y.Doc()
  const provider = new IndexeddbPersistence(database, doc)
  await provider.whenSynced
  const ms = performance.now() - start
  await provider.destroy()
  return ms
}

/** The same from our store: the document of the space, without what a memory makes of it. */
export async function loadOurs(storage: Storage): Promise<number> {
  const catalog = await Catalog.open(storage, 1)
  const { guid } = catalog.list().find(({ name }) => name === 'team')!
  const start = performance.now()
  const replica = await Replica.open({
    room: null,
    storage,
    prefix: guid,
    createDoc: () => new Y.Doc({ guid }),
    randomClientId: () => 1,
    agent: { agent: 'bench', user: 'user-3' },
    now: () => 0,
  })
  const ms = performance.now() - start
  await replica.close()
  await storage.close()
  return ms
}
