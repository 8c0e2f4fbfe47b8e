import { decodeUpdate, defaultLimits } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { appendEntries, appendHole, deleteEntries } from '../model'
import { entriesOf } from './document-entries.fixture'
import { offersOf } from './offer'

const entry = (payload: string) => ({ key: 'k', parents: [], payload })

function base(): { updates: Uint8Array[]; doc: Y.Doc } {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', update => updates.push(update))
  for (let i = 0; i < 50; i++) appendEntries(doc, i % 2 === 0 ? 1 : 2, [entry(`${i} ${'x'.repeat(100)}`)])
  appendHole(doc, 1, 3)
  appendEntries(doc, 1, [entry('last')])
  deleteEntries(doc, [
    { client: 1, clock: 0 },
    { client: 2, clock: 0 },
  ])
  return { updates, doc }
}

test('RT2 an empty room that takes the offers has all own entries, and nothing of others', () => {
  const { updates, doc } = base()
  for (const pieces of [updates, [Y.mergeUpdates(updates)]]) {
    const restored = new Y.Doc()
    for (const offer of offersOf(pieces, new Set([1]), defaultLimits)) Y.applyUpdate(restored, offer)
    expect(entriesOf(restored)).toEqual(entriesOf(doc).filter(({ dot }) => dot.client === 1))
    expect(restored.store.pendingStructs).toBeNull()
    expect([...restored.store.clients.keys()]).toEqual([1])
    expect(Y.getState(restored.store, 1)).toBe(Y.getState(doc.store, 1))
  }
})

test('offers stay within the limits', () => {
  const { updates } = base()
  const limits = { ...defaultLimits, updateBytes: 700, structs: 4 }
  const offers = offersOf([Y.mergeUpdates(updates)], new Set([1, 2]), limits)
  expect(offers.length).toBeGreaterThan(1)
  for (const offer of offers) expect(() => decodeUpdate(offer, limits)).not.toThrow()
})
