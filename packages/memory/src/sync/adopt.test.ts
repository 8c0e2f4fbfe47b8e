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

async function open(room: boolean, storage = memoryStorage(), client = 42): Promise<Replica> {
  return Replica.open({
    room: room ? { tenant: 't', space: 's', segment: 0 } : null,
    storage,
    prefix: 'p',
    createDoc: () => new Y.Doc({ guid: 'own' }),
    randomClientId: () => client,
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
    expect(await adopt(replica, kept().updates)).toEqual([])
    expect(keysOf(replica)).toEqual(['a', 'c', 'd'])
    expect(replica.pendingDots().map(({ client, clock }) => `${client}.${clock}`)).toEqual(
      shared ? ['7.0', '7.2', '8.0'] : [],
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
  await adopt(replica, updates)
  const pending = replica.pendingDots().length
  await adopt(replica, updates)
  expect(replica.pendingDots().length).toBe(pending)
})

test('what another tab lent is taken in like what is not here at all', async () => {
  const storage = memoryStorage()
  const replica = await open(false, storage)
  const { updates } = kept()
  await replica.borrow({ updates, authors: [] })
  await adopt(replica, updates)
  await replica.close()
  await storage.close()
  expect(keysOf(await open(false, memoryStorage({ from: storage.disk })))).toEqual(['a', 'c', 'd'])
})

test('what a replica wrote is taken in though it deleted something that another tab had lent it', async () => {
  const [lender, left, own] = [await open(false), await open(false, memoryStorage(), 43), await open(false)]
  const nothing = new Uint8Array([0])
  const { dots } = lender.append([entry('secret')])
  await left.borrow(await lender.lend(nothing))
  left.remove(dots)
  left.append([entry('kept')])
  const { updates } = await left.lend(nothing)
  await adopt(own, updates)
  expect(keysOf(own)).toEqual(['kept'])
})

test('what is no entry is passed over, a client at a time', async () => {
  const { doc, updates } = kept()
  doc.clientID = 9
  doc.getMap('settings').set('theme', 'dark')
  const replica = await open(true)
  expect(await adopt(replica, updates)).toEqual([9])
  expect(replica.doc.share.has('settings')).toBe(false)
})

test('half a document is refused, and nothing of it is taken in', async () => {
  const replica = await open(true)
  const { updates } = kept()
  const all = Y.mergeUpdates(updates)
  const second = Y.diffUpdate(all, Y.encodeStateVector(new Map([[7, 1]])))
  await expect(adopt(replica, [second])).rejects.toThrow(SyncError)
  await expect(adopt(replica, [new Uint8Array([1, 2, 3])])).rejects.toThrow(/cannot be read/)
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

test.each([true, false])(
  'a large document is taken in by parts, with turns in between, whatever of it is there or deleted (shared: %s)',
  async shared => {
    const doc = new Y.Doc({ guid: 'kept' })
    const append = (from: number, to: number) =>
      appendEntries(
        doc,
        7,
        Array.from({ length: to - from }, (_, at) => entry(`k${from + at}`)),
      )
    append(0, 700)
    const early = Y.encodeStateAsUpdate(doc)
    const { dots } = append(700, 3_000)
    deleteEntries(
      doc,
      dots.filter(({ clock }) => clock % 3 === 0 || (clock > 1_000 && clock < 1_900)),
    )
    const left = [...new EntryIndex(doc).keys()].sort()
    const storage = memoryStorage()
    const replica = await open(shared, storage)
    await adopt(replica, [early])
    const held = new Set<number>()
    const seen = new EntryIndex(replica.doc)
    const pause = () => {
      held.add(seen.size)
      return undefined
    }
    await adopt(replica, [Y.encodeStateAsUpdate(doc)], pause)
    expect(keysOf(replica)).toEqual(left)
    expect(held.size).toBeGreaterThan(5)
    expect(replica.pendingDots().length).toBe(shared ? left.length : 0)
    await replica.close()
    await storage.close()
    expect(keysOf(await open(shared, memoryStorage({ from: storage.disk })))).toEqual(left)
  },
)

test('a replica that closes while a document is taken in keeps what came, and adopting again brings the rest', async () => {
  const doc = new Y.Doc({ guid: 'kept' })
  appendEntries(
    doc,
    7,
    Array.from({ length: 2_000 }, (_, at) => entry(`k${at}`)),
  )
  const update = Y.encodeStateAsUpdate(doc)
  const storage = memoryStorage()
  const replica = await open(true, storage)
  const seen = new EntryIndex(replica.doc)
  const close = () => (seen.size > 0 ? replica.close() : undefined)
  await expect(adopt(replica, [update], close)).rejects.toMatchObject({ code: 'closed' })
  await storage.close()
  const again = await open(true, memoryStorage({ from: storage.disk }))
  const kept = keysOf(again).length
  expect(kept > 0 && kept < 2_000).toBe(true)
  await adopt(again, [update])
  expect(keysOf(again).length).toBe(2_000)
})
