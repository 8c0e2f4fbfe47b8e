import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { entriesIn } from './entries-in'
import type { NewEntry } from './entry'
import { appendEntries, appendHole, appendWithin, deleteEntries, nextDot } from './write'

const client = 2 ** 52 + 1
const entry = (key: string, ...parents: { client: number; clock: number }[]): NewEntry => ({
  key,
  parents,
  payload: 'p',
})
const many = (count: number) => Array.from({ length: count }, (_, i) => entry(`f/${i}`))

test('what is appended arrives elsewhere under the dots that were returned', () => {
  const doc = new Y.Doc()
  const { update, dots } = appendEntries(doc, client, [
    entry('f/a'),
    entry('f/b', { client: 9, clock: 9 }, { client: 2, clock: 1 }),
  ])
  const copy = new Y.Doc()
  Y.applyUpdate(copy, update)
  expect(dots).toEqual([
    { client, clock: 0 },
    { client, clock: 1 },
  ])
  expect(readAll(copy)).toEqual([
    { ...entry('f/a'), dot: dots[0] },
    { ...entry('f/b', { client: 2, clock: 1 }, { client: 9, clock: 9 }), dot: dots[1] },
  ])
  expect(doc.clientID).toBe(client)
  expect(nextDot(doc, client)).toEqual({ client, clock: 2 })
})

test('no array holds more than 512 entries, however they are written, and all are read', () => {
  const doc = new Y.Doc()
  appendEntries(doc, client, many(500))
  appendEntries(doc, client, many(600))
  for (const one of many(30)) appendEntries(doc, client, [one])
  expect([...doc.share.keys()]).toEqual([0, 1, 2].map(n => `w/${client.toString(36)}/${n}`))
  expect([...doc.share.values()].map(array => (array as Y.Array<unknown>).length)).toEqual([512, 512, 106])
  expect(readAll(doc)).toHaveLength(1130)
})

test('entries come in as many updates as it takes for none to be larger than asked, unless one entry is', () => {
  const doc = new Y.Doc()
  const sizes = [3000, 3000, 3000, 3000, 20_000, 10, 10]
  const entries = sizes.map((size, i) => ({
    ...entry(`f/${i}`, { client: 2 ** 40, clock: i }),
    payload: 'ä'.repeat(size / 2),
  }))
  const written = appendWithin(8192, doc, client, entries)
  expect(written.map(({ from, dots }) => [from, dots.length])).toEqual([
    [0, 2],
    [2, 2],
    [4, 1],
    [5, 2],
  ])
  expect(written.map(({ update }) => update.length <= 8192)).toEqual([true, true, false, true])
  const copy = new Y.Doc()
  for (const { update } of written) Y.applyUpdate(copy, update)
  expect(readAll(copy)).toEqual(
    written.flatMap(({ dots, from }) => dots.map((dot, i) => ({ ...entries[from + i]!, dot }))),
  )
})

test('of entries in several updates none is written when one would be passed over', () => {
  const doc = new Y.Doc()
  expect(() => appendWithin(1, doc, client, [entry('f/good'), entry('')])).toThrow('cannot be written')
  expect(readAll(doc)).toEqual([])
})

test('a hole takes clocks and nothing else, so that what follows keeps its dot, on every replica', () => {
  for (const gc of [true, false]) {
    const doc = new Y.Doc({ gc })
    const first = appendEntries(doc, client, many(3))
    const hole = appendHole(doc, client, 1000)
    const last = appendEntries(doc, client, [entry('f/x')])
    expect(last.dots).toEqual([{ client, clock: 1003 }])
    const copy = new Y.Doc()
    for (const update of [first.update, hole, last.update]) Y.applyUpdate(copy, update)
    expect(readAll(copy)).toEqual(readAll(doc))
    expect(readAll(copy)).toHaveLength(4)
    if (gc) expect(hole.length).toBeLessThan(100)
  }
})

test('deleting passes over what is unknown or deleted already, and says when nothing was left', () => {
  const doc = new Y.Doc()
  const { update, dots } = appendEntries(doc, client, many(5))
  const deleted = deleteEntries(doc, [dots[1]!, dots[3]!, dots[1]!, { client: 1, clock: 0 }, { client, clock: 99 }])
  const copy = new Y.Doc()
  Y.applyUpdate(copy, update)
  Y.applyUpdate(copy, deleted!)
  expect(readAll(copy).map(({ key }) => key)).toEqual(['f/0', 'f/2', 'f/4'])
  expect(deleteEntries(doc, [dots[1]!])).toBeNull()
})

test('an entry that readers would pass over is refused, and nothing is written', () => {
  const doc = new Y.Doc()
  const own = { client, clock: 1 }
  const bad = [
    entry(''),
    entry('x'.repeat(2000)),
    entry('f/\ud800'),
    entry('f/a', own),
    { ...entry('f/a'), payload: 'x'.repeat(1 << 20) },
    { ...entry('f/a'), payload: '\udc00' },
    entry('f/a', { client: 1, clock: -1 }),
  ]
  for (const one of bad) {
    const write = () => appendEntries(doc, client, [entry('f/good'), one])
    expect(write).toThrow(expect.objectContaining({ code: 'invalid-field' }))
  }
  for (const length of [0, -1, 1.5, Number.NaN]) expect(() => appendHole(doc, client, length)).toThrow(/hole/)
  expect(doc.store.clients.size).toBe(0)
})

test('a document that waits for earlier entries of the same writer takes no new ones: clocks would be used twice', () => {
  const source = new Y.Doc()
  const updates = [1, 2, 3].map(() => appendEntries(source, client, [entry('f/a')]).update)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, updates[0]!)
  Y.applyUpdate(doc, updates[2]!)
  expect(() => appendEntries(doc, client, [entry('f/b')])).toThrow(
    expect.objectContaining({ code: 'incomplete-document' }),
  )
  expect(appendEntries(doc, 7, [entry('f/b')]).dots).toEqual([{ client: 7, clock: 0 }])
  Y.applyUpdate(doc, updates[1]!)
  expect(appendEntries(doc, client, [entry('f/b')]).dots).toEqual([{ client, clock: 3 }])
})

test('a write inside another transaction or its listeners is refused, and leaves the document usable', () => {
  const doc = new Y.Doc()
  const errors: unknown[] = []
  const attempt = () => {
    try {
      appendEntries(doc, client, [entry('f/a')])
    } catch (error) {
      errors.push(error)
    }
  }
  doc.once('afterTransaction', attempt)
  doc.transact(attempt)
  expect(errors.map(error => (error as { code: string }).code)).toEqual(['busy-document', 'busy-document'])
  expect(appendEntries(doc, client, [entry('f/a')]).dots).toEqual([{ client, clock: 0 }])
})

function readAll(doc: Y.Doc) {
  return entriesIn([...doc.store.clients.values()].flat())
}
