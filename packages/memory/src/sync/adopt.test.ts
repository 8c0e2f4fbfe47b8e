import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { appendEntries, deleteEntries, EntryIndex } from '../model'
import { adopt, followDocument } from './adopt'
import { Replica } from './replica'
import { SyncError } from './sync-error'

const entry = (key: string) => ({ key, parents: [], payload: `"${key}"` })

function kept(): { doc: Y.Doc; updates: Uint8Array[] } {
  const doc = new Y.Doc({ guid: 'kept' })
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const { dots } = appendEntries(doc, 7, [entry('a'), entry('b'), entry('c')])
  appendEntries(doc, 8, [entry('d')])
  deleteEntries(doc, [dots[1]!])
  return { doc, updates }
}

async function open(room: boolean, storage = memoryStorage()): Promise<Replica> {
  return Replica.open({
    room: room ? { tenant: 't', space: 's', segment: 0 } : null,
    storage,
    prefix: 'p',
    createDoc: () => new Y.Doc({ guid: 'own' }),
    randomClientId: () => 42,
    now: () => 0,
    agent: { agent: 'support', user: '' },
  })
}

const keysOf = (replica: Replica) => [...new EntryIndex(replica.doc).keys()].sort()

test.each([true, false])(
  'a document kept elsewhere is taken in with its dots, and is there after reopening (shared: %s)',
  async shared => {
    const storage = memoryStorage()
    const replica = await open(shared, storage)
    const { write, passedOver } = adopt(replica, kept().updates)
    await write.reached('local')
    expect(passedOver).toEqual([])
    expect(keysOf(replica)).toEqual(['a', 'c', 'd'])
    expect(replica.pendingDots().map(({ client, clock }) => `${client}.${clock}`)).toEqual(
      shared ? ['8.0', '7.0', '7.2'] : [],
    )
    await replica.close()
    await storage.close()
    const again = await open(shared, memoryStorage({ from: storage.disk }))
    expect(keysOf(again)).toEqual(['a', 'c', 'd'])
  },
)

test('adopting again, or what is there already, changes nothing', async () => {
  const replica = await open(true)
  const { updates } = kept()
  adopt(replica, updates)
  const pending = replica.pendingDots().length
  adopt(replica, updates)
  expect(replica.pendingDots().length).toBe(pending)
})

test('what another tab lent is taken in like what is not here at all', async () => {
  const storage = memoryStorage()
  const replica = await open(false, storage)
  const { updates } = kept()
  await replica.borrow({ updates, authors: [] })
  await adopt(replica, updates).write.reached('local')
  await replica.close()
  await storage.close()
  expect(keysOf(await open(false, memoryStorage({ from: storage.disk })))).toEqual(['a', 'c', 'd'])
})

test('what is no entry is passed over, a client at a time', async () => {
  const { doc, updates } = kept()
  doc.clientID = 9
  doc.getMap('settings').set('theme', 'dark')
  const replica = await open(true)
  expect(adopt(replica, updates).passedOver).toEqual([9])
  expect(replica.doc.share.has('settings')).toBe(false)
})

test('half a document is refused, and nothing of it is taken in', async () => {
  const replica = await open(true)
  const { updates } = kept()
  const all = Y.mergeUpdates(updates)
  const second = Y.diffUpdate(all, Y.encodeStateVector(new Map([[7, 1]])))
  expect(() => adopt(replica, [second])).toThrow(SyncError)
  expect(() => adopt(replica, [new Uint8Array([1, 2, 3])])).toThrow(/cannot be read/)
  expect(keysOf(replica)).toEqual([])
})

test('what a provider puts into the document is journaled like a write', async () => {
  const storage = memoryStorage()
  const replica = await open(true, storage)
  followDocument(replica)
  followDocument(replica)
  Y.applyUpdate(replica.doc, Y.mergeUpdates(kept().updates), 'some provider')
  await replica.flush('local')
  await replica.close()
  await storage.close()
  const again = await open(true, memoryStorage({ from: storage.disk }))
  expect(keysOf(again)).toEqual(['a', 'c', 'd'])
  expect(again.pendingDots().length).toBe(3)
})
