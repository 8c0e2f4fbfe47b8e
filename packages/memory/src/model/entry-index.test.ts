import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Dot } from './dot'
import { EntryIndex } from './entry-index'
import { appendEntries, appendHole, deleteEntries } from './write'

const key = 'f/a'
const say = (payload: string, ...parents: Dot[]) => ({ key, parents, payload })
const payloads = (index: EntryIndex) => index.headsOf(key).map(({ payload }) => payload)

test('one event for each transaction that changes entries, with the keys it touched', () => {
  const doc = new Y.Doc()
  const index = new EntryIndex(doc)
  const seen: string[][] = []
  const stop = index.onChange(({ keys }) => seen.push([...keys].sort()))
  const { dots } = appendEntries(doc, 1, [say('1'), { ...say('2'), key: 'f/b' }])
  doc.getMap('elsewhere').set('a', 1)
  appendHole(doc, 1, 3)
  deleteEntries(doc, dots)
  stop()
  appendEntries(doc, 1, [say('3')])
  expect(seen).toEqual([
    ['f/a', 'f/b'],
    ['f/a', 'f/b'],
  ])
})

test('an entry that arrives after the one that replaced it is no head', () => {
  const [a, b] = [new Y.Doc(), new Y.Doc()]
  const first = appendEntries(a, 2, [say('first')])
  Y.applyUpdate(b, first.update)
  const second = appendEntries(b, 1, [say('second', ...first.dots)])
  const doc = new Y.Doc()
  const index = new EntryIndex(doc)
  Y.applyUpdate(doc, second.update)
  expect(payloads(index)).toEqual(['second'])
  Y.applyUpdate(doc, first.update)
  expect(payloads(index)).toEqual(['second'])
  expect(index.countOf(key)).toBe(2)
  deleteEntries(doc, second.dots)
  expect(payloads(index)).toEqual(['first'])
})

test('what waited for a parent that came as deleted is told, since whose the key is may be known only now', () => {
  const written = new Y.Doc()
  const lost = appendEntries(written, 2, [say('refused')])
  const { update } = appendEntries(new Y.Doc(), 1, [say('made from it', ...lost.dots)])
  const gone = new Y.Doc()
  appendHole(gone, 2, 1)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  const index = new EntryIndex(doc)
  const seen: string[][] = []
  index.onChange(({ keys }) => seen.push([...keys]))
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(gone))
  expect(seen).toEqual([[key]])
  expect(payloads(index)).toEqual(['made from it'])
})

test('a key is validated as long as there are entries under the key that speaks of it', () => {
  const doc = new Y.Doc()
  const index = new EntryIndex(doc)
  const { dots } = appendEntries(doc, 1, [
    { ...say('a'), key: 'v/r/1.0' },
    { ...say('b'), key: 'v/r/1.0' },
  ])
  deleteEntries(doc, [dots[0]!])
  expect(['r/1.0', 'r/1.1', 'v/r/1.0'].map(each => index.isValidated(each))).toEqual([true, false, false])
  deleteEntries(doc, [dots[1]!])
  expect(index.isValidated('r/1.0')).toBe(false)
})

test('an entry supersedes only under its own key', () => {
  const doc = new Y.Doc()
  const index = new EntryIndex(doc)
  const { dots } = appendEntries(doc, 1, [say('a')])
  appendEntries(doc, 2, [{ ...say('b', ...dots), key: 'f/b' }])
  expect(payloads(index)).toEqual(['a'])
})

test('attaching to a rebuilt document reports exactly the keys that differ, in presence, parents or payload', () => {
  const [before, after] = [new Y.Doc(), new Y.Doc()]
  const entries = ['same', 'payload', 'parents', 'gone'].map(name => ({ ...say('x'), key: name }))
  appendEntries(before, 1, entries)
  const index = new EntryIndex(before)
  const changed = [
    entries[0]!,
    { ...entries[1]!, payload: 'y' },
    { ...entries[2]!, parents: [{ client: 9, clock: 9 }] },
  ]
  appendEntries(after, 1, [...changed, { ...say('x'), key: 'new' }])
  const seen: string[][] = []
  index.onChange(({ keys }) => seen.push([...keys].sort()))
  index.attach(after)
  expect(seen).toEqual([['gone', 'new', 'parents', 'payload']])
  appendEntries(before, 1, [say('no longer followed')])
  appendEntries(after, 1, [say('followed')])
  expect(payloads(index)).toEqual(['followed'])
  expect(index.size).toBe(5)
})

test('what waits for an earlier update has not arrived, and a dot has even when nothing stands there', () => {
  const source = new Y.Doc()
  const updates = [1, 2].map(n => appendEntries(source, 1, [say(`${n}`)]).update)
  const doc = new Y.Doc()
  const index = new EntryIndex(doc)
  Y.applyUpdate(doc, updates[1]!)
  expect([index.size, index.hasArrived({ client: 1, clock: 1 })]).toEqual([0, false])
  Y.applyUpdate(doc, updates[0]!)
  deleteEntries(doc, [{ client: 1, clock: 0 }])
  expect([index.size, index.hasArrived({ client: 1, clock: 0 })]).toEqual([1, true])
  expect(index.get({ client: 1, clock: 0 })).toBeUndefined()
  expect(index.get({ client: 1, clock: 1 })?.payload).toBe('2')
})

test('a listener that throws keeps no other from being called, and the document and index go on', () => {
  const doc = new Y.Doc()
  const index = new EntryIndex(doc)
  let calls = 0
  index.onChange(() => {
    throw new Error('listener')
  })
  index.onChange(() => calls++)
  expect(() => appendEntries(doc, 1, [say('1')])).toThrow('listener')
  expect([calls, payloads(index)]).toEqual([1, ['1']])
})

test('entries written and deleted by listeners, while the change is still being announced, are followed', () => {
  const doc = new Y.Doc()
  doc.once('beforeObserverCalls', () => {
    doc.clientID = 5
    doc.transact(() =>
      doc.getArray('w/5/0').push([
        [key, [1, 0], 'nested'],
        [key, [], 'deleted'],
      ]),
    )
    doc.transact(() => doc.getArray('w/5/0').delete(1, 1))
  })
  const index = new EntryIndex(doc)
  appendEntries(doc, 1, [say('outer')])
  expect(payloads(index)).toEqual(['nested'])
  expect(index.size).toBe(2)
})

test('a claim to clocks without end costs nothing', () => {
  const doc = new Y.Doc()
  const index = new EntryIndex(doc)
  const item = new Y.Item(
    Y.createID(3, 0),
    null,
    null,
    null,
    null,
    doc.getArray('w/3/0'),
    null,
    new Y.ContentDeleted(2 ** 45),
  )
  doc.transact(transaction => item.integrate(transaction, 0))
  expect([index.size, index.hasArrived({ client: 3, clock: 2 ** 45 - 1 })]).toEqual([0, true])
})

test('a key with ten thousand versions is written and read without going through them all', () => {
  const doc = new Y.Doc()
  const index = new EntryIndex(doc)
  let reads = 0
  for (let n = 0; n < 10_000; n++) {
    const heads = index.headsOf(key)
    reads += heads.length
    appendEntries(doc, 1, [say(`${n}`, ...heads.map(({ dot }) => dot))])
  }
  expect([reads, index.countOf(key), payloads(index)]).toEqual([9_999, 10_000, ['9999']])
  const loaded = new Y.Doc()
  Y.applyUpdate(loaded, Y.encodeStateAsUpdate(doc))
  expect(payloads(new EntryIndex(loaded))).toEqual(['9999'])
}, 10_000)
