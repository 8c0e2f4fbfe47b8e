import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { entriesIn } from './entries-in'
import { maxParents } from './entry'
import { placeOf } from './entry-place'

const client = 2 ** 53 - 1

/** The reasons for which one value, pushed where an entry belongs, is passed over. */
function reasonsFor(...values: unknown[]): string[] {
  const doc = new Y.Doc()
  doc.clientID = client
  doc.getArray(placeOf(client, 0)).push(values as object[])
  const reasons: string[] = []
  const entries = entriesIn(structsOf(doc), (_, reason) => reasons.push(reason))
  expect(entries.length + reasons.length).toBe(values.length)
  return reasons
}

test('entries are read from a document and from an update alike', () => {
  const doc = new Y.Doc()
  doc.clientID = client
  doc.getArray(placeOf(client, 0)).push([
    ['__proto__', [], 'a'],
    ['f/b', [1, 2, client, 0], 'b'],
  ])
  const expected = [
    { key: '__proto__', parents: [], payload: 'a', dot: { client, clock: 0 } },
    {
      key: 'f/b',
      parents: [
        { client: 1, clock: 2 },
        { client, clock: 0 },
      ],
      payload: 'b',
      dot: { client, clock: 1 },
    },
  ]
  expect(entriesIn(structsOf(doc))).toEqual(expected)
  expect(entriesIn(Y.decodeUpdate(Y.encodeStateAsUpdate(doc)).structs)).toEqual(expected)
})

test('hostile values are passed over, each with its reason', () => {
  expect(reasonsFor(null, 1, 'x', true, {}, [], ['k', []], ['k', [], 'p', 1], [undefined])).toEqual(
    new Array(9).fill('not-an-entry'),
  )
  const keys = [1, null, '', 'x'.repeat(1025), ['k'], { toString: 'k' }]
  expect(reasonsFor(...keys.map(key => [key, [], 'p']))).toEqual(keys.map(() => 'invalid-key'))
  const huge = new Array(2 * maxParents + 2).fill(1)
  const parents = [
    null,
    'ab',
    {},
    [1],
    [1, -1],
    [Number.NaN, 0],
    [1, 0.5],
    [1, 2 ** 53],
    ['1', 0],
    huge,
    [client, 99],
    [3, 0, 3, 0],
    [3, 1, 3, 0],
  ]
  expect(reasonsFor(...parents.map(list => ['k', list, 'p']))).toEqual(parents.map(() => 'invalid-parents'))
  const payloads = [null, 1, {}, [], 'x'.repeat((1 << 18) + 1)]
  expect(reasonsFor(...payloads.map(payload => ['k', [], payload]))).toEqual(payloads.map(() => 'invalid-payload'))
})

test('nested types, texts, maps, formats and sub-documents are passed over', () => {
  const doc = new Y.Doc()
  doc.clientID = client
  doc
    .getArray(placeOf(client, 0))
    .push([new Y.Map([['k', ['k', [], 'p']]]), new Y.Doc({ guid: 'inner' }), new Uint8Array(3)])
  doc.getMap('w/map').set('k', ['k', [], 'p'])
  doc.getText('text').insert(0, 'text', { bold: true })
  expect(entriesIn(structsOf(doc))).toEqual([])
  expect(entriesIn(Y.decodeUpdate(Y.encodeStateAsUpdate(doc)).structs)).toEqual([])
})

test('a value in a map at the root is no entry, even where an entry of its dot would stand', () => {
  const doc = new Y.Doc()
  doc.clientID = client
  doc.getMap(placeOf(client, 0)).set('k', ['k', [], 'p'])
  const onSkipped = vi.fn()
  expect(entriesIn(structsOf(doc), onSkipped)).toEqual([])
  expect(onSkipped.mock.calls).toEqual([[{ client, clock: 0 }, 'foreign-place']])
})

test('an entry in the array of another writer, or in the wrong one of its own, is out of place', () => {
  for (const place of [placeOf(7, 0), placeOf(client, 512), 'w/x', `w/${client}/0`, 'v/1/0']) {
    const doc = new Y.Doc()
    doc.clientID = client
    doc.getArray(place).push([['k', [], 'p']])
    const reasons: string[] = []
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
    const structs = [...structsOf(copy), ...structsOf(doc)]
    expect(
      entriesIn(structs, (_, reason) => reasons.push(reason)),
      place,
    ).toEqual([])
    expect(reasons).toEqual(['foreign-place', 'foreign-place'])
  }
})

function structsOf(doc: Y.Doc): Y.AbstractStruct[] {
  return [...doc.store.clients.values()].flat()
}
