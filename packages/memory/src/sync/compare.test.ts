import { decodeUpdate, mergeUpdates } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { appendEntries, appendHole, type Dot, deleteEntries } from '../model'
import { compareJoin } from './compare'
import { type OutboxRecord, withUpdate } from './outbox'

const client = 5

function write(doc: Y.Doc, n: number, payloads: readonly string[], parents: readonly Dot[] = []): OutboxRecord {
  const entries = payloads.map(payload => ({ key: 'k', parents, payload }))
  const { update, dots } = appendEntries(doc, client, entries)
  const parts = { n, client, time: 0, removes: [], isCompaction: false, hole: null, bytes: update }
  return withUpdate({ ...parts, entries: entries.map((entry, i) => ({ ...entry, dot: dots[i]! })) })
}

function compare(outbox: readonly OutboxRecord[], updates: readonly Uint8Array[], known = 0) {
  const pieces = updates.map(update => decodeUpdate(update))
  const { there, removed, strangers, differs } = compareJoin(outbox, pieces, new Map([[client, known]]), client)
  return { there: there.map(({ n }) => n), removed: removed.map(({ n }) => n), strangers: [...strangers], differs }
}

test('nothing in the room says nothing', () => {
  const outbox = [write(new Y.Doc(), 1, ['a'])]
  expect(compare(outbox, [])).toEqual({ there: [], removed: [], strangers: [], differs: false })
})

test('what is there is there, also in parts, twice, or merged with what comes after', () => {
  const doc = new Y.Doc()
  const outbox = [write(doc, 1, ['a', 'b']), write(doc, 2, ['c'])]
  const [first, second] = outbox.map(({ update }) => update) as [Uint8Array, Uint8Array]
  const both = { there: [1, 2], removed: [], strangers: [], differs: false }
  expect(compare(outbox, [first, second])).toEqual(both)
  expect(compare(outbox, [mergeUpdates([first, second]), second])).toEqual(both)
  expect(compare(outbox, [first])).toEqual({ ...both, there: [1] })
})

test('ID10 other content at a dot, or an unknown entry behind ours, is somebody else', () => {
  const outbox = [write(new Y.Doc(), 1, ['mine'])]
  const other = write(new Y.Doc(), 1, ['theirs'])
  expect(compare(outbox, [other.update])).toMatchObject({ there: [], strangers: [client] })
  const doc = new Y.Doc()
  const same = [write(doc, 1, ['mine']), write(doc, 2, ['more'])].map(({ update }) => update)
  expect(compare(outbox, same)).toMatchObject({ there: [1], strangers: [client] })
  expect(compare([], [other.update])).toMatchObject({ strangers: [client] })
})

test('what the base covers is not looked at', () => {
  const other = write(new Y.Doc(), 1, ['theirs'])
  expect(compare([], [other.update], 1)).toMatchObject({ strangers: [] })
})

test('a deletion in the place of a write means that it is gone, unless it is our own', () => {
  const record = write(new Y.Doc(), 1, ['a'])
  const hole = appendHole(new Y.Doc(), client, 1)
  expect(compare([record], [hole])).toEqual({ there: [], removed: [1], strangers: [], differs: true })
  const erasure = { ...record, n: 2, entries: [], removes: [record.entries[0]!.dot] }
  expect(compare([record, erasure], [hole])).toMatchObject({ there: [1], removed: [] })
})

test('what one piece holds and another one has as deleted is there, in either order', () => {
  const record = write(new Y.Doc(), 1, ['a'])
  const pieces = [record.update, appendHole(new Y.Doc(), client, 1)]
  for (const order of [pieces, pieces.toReversed()]) {
    expect(compare([record], order)).toEqual({ there: [1], removed: [], strangers: [], differs: false })
  }
})

test('a deletion that claims very many clocks costs nothing', () => {
  const outbox = [write(new Y.Doc(), 1, ['a'])]
  const update = new Uint8Array([1, 1, client, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x3f, 0])
  expect(compare(outbox, [update])).toMatchObject({ removed: [1] })
})

test('half a write in the room is the work of somebody else', () => {
  const record = write(new Y.Doc(), 1, ['a', 'b'])
  const half = write(new Y.Doc(), 1, ['a'])
  expect(compare([record], [half.update])).toMatchObject({ there: [], strangers: [client] })
})

test('a write that was partly compacted is there', () => {
  const doc = new Y.Doc()
  const record = write(doc, 1, ['a', 'b'])
  deleteEntries(doc, [{ client, clock: 0 }])
  expect(compare([record], [Y.encodeStateAsUpdate(doc)])).toMatchObject({ there: [1], removed: [], strangers: [] })
})

test('other parents mean that the room has another version of ours', () => {
  const mine = write(new Y.Doc(), 1, ['a'], [{ client: 9, clock: 1 }])
  const theirs = write(new Y.Doc(), 1, ['a'])
  expect(compare([mine], [theirs.update])).toMatchObject({ there: [1], differs: true, strangers: [] })
})
