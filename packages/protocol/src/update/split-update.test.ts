import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { defaultLimits } from '../limits'
import { decodeUpdate } from './decode-update'
import { describeUpdate } from './describe-update'
import { docOf, histories, play, stateOf } from './documents.fixture'
import { encodeUpdate } from './encode-update'
import { mergeUpdates } from './merge-updates'
import { noUpdate } from './no-update'
import { splitUpdate } from './split-update'

/** A whole document as an update, or all its updates merged, which keeps gaps and overlaps a document does not have. */
const wholes = fc
  .tuple(histories, fc.boolean(), fc.nat(), fc.nat())
  .map(([history, merged, which, since]) => {
    const { docs, log } = play(history)
    if (merged)
      return {
        history,
        base: log.slice(0, since % (log.length + 1)),
        update: mergeUpdates(log.slice(since % (log.length + 1))),
      }
    return { history, base: [], update: Y.encodeStateAsUpdate(docs[which % docs.length]!) }
  })
  .filter(({ update }) => update.length > noUpdate.length)

const sizes = fc.oneof(fc.integer({ min: 16, max: 80 }), fc.integer({ min: 80, max: 2000 }))

describe('splitUpdate', () => {
  test('PC1 PC3 applying the pieces in order equals applying the whole, with nothing pending in between', () => {
    fc.assert(
      fc.property(wholes, sizes, ({ history, base, update }, maxBytes) => {
        const pieces = splitUpdate(update, maxBytes)
        const inPieces = docOf([...base, ...pieces], history.gc)
        expect(stateOf(inPieces.doc)).toEqual(stateOf(docOf([...base, update], history.gc).doc))
        expect(inPieces.pendingAfter).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  test('PC2 no piece is larger than asked, unless it is one indivisible unit', () => {
    fc.assert(
      fc.property(wholes, sizes, fc.integer({ min: 1, max: 20 }), ({ update }, maxBytes, few) => {
        const limits = { structs: few, deleteRanges: few, clocks: few + 1 }
        for (const piece of splitUpdate(update, maxBytes, limits)) {
          const { blocks, deletes } = decodeUpdate(piece)
          const structs = [...blocks.values()].flat()
          const held = structs.filter(struct => !(struct instanceof Y.Skip))
          if (piece.length > maxBytes) expect(unitsIn(held) + [...deletes.values()].flat().length).toBe(1)
          expect(structs.length).toBeLessThanOrEqual(few)
          expect([...deletes.values()].flat().length).toBeLessThanOrEqual(few)
          expect(held.reduce((sum, { length }) => sum + length, 0)).toBeLessThanOrEqual(few + 1)
        }
      }),
      { numRuns: 150 },
    )
  })

  test('PC1 cuts by every limit at once and still equals the whole', () => {
    fc.assert(
      fc.property(wholes, fc.integer({ min: 1, max: 9 }), ({ history, base, update }, few) => {
        const pieces = splitUpdate(update, 4096, { structs: few, deleteRanges: few, clocks: few + 1 })
        const inPieces = docOf([...base, ...pieces], history.gc)
        expect(stateOf(inPieces.doc)).toEqual(stateOf(docOf([...base, update], history.gc).doc))
        expect(inPieces.pendingAfter).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  test('PC6 applying pieces again, late and out of turn, changes nothing', () => {
    fc.assert(
      fc.property(wholes, sizes, ({ history, base, update }, maxBytes) => {
        const pieces = splitUpdate(update, maxBytes)
        const twice = docOf([...base, ...pieces, ...[...pieces].reverse(), ...pieces], history.gc)
        expect(stateOf(twice.doc)).toEqual(stateOf(docOf([...base, update], history.gc).doc))
      }),
      { numRuns: 60 },
    )
  })

  test('PC5 deletes go with the last piece or after every struct', () => {
    fc.assert(
      fc.property(wholes, sizes, ({ update }, maxBytes) => {
        const pieces = splitUpdate(update, maxBytes).map(piece => decodeUpdate(piece))
        const firstDeletes = pieces.findIndex(({ deletes }) => deletes.size > 0)
        const lastStructs = pieces.findLastIndex(({ blocks }) => blocks.size > 0)
        if (firstDeletes >= 0) expect(firstDeletes).toBeGreaterThanOrEqual(lastStructs)
      }),
      { numRuns: 150 },
    )
  })

  test('PC4 cuts inside merged text, but never inside a surrogate pair', () => {
    const doc = new Y.Doc({ guid: 'one' })
    doc.clientID = 5
    const content = 'a😀é👩‍🚀漢'.repeat(300)
    doc.getText('text').insert(0, content)
    for (let maxBytes = 1; maxBytes < 60; maxBytes++) {
      const pieces = splitUpdate(Y.encodeStateAsUpdate(doc), maxBytes)
      expect(pieces.length).toBeGreaterThan(10)
      const read = docOf(pieces, true)
      expect(read.doc.getText('text').toString()).toBe(content)
      expect(read.pendingAfter).toEqual([])
    }
  })

  test('PC1 cuts inside garbage and deleted runs by clocks', () => {
    const blocks = [
      { client: 4, from: 0, structs: [new Y.GC(Y.createID(4, 0), 1000)] },
      {
        client: 3,
        from: 0,
        structs: [
          new Y.Item(Y.createID(3, 0), null, null, null, null, 'w/3/0' as never, null, new Y.ContentDeleted(1000)),
        ],
      },
    ]
    const update = encodeUpdate(blocks, new Map())
    const pieces = splitUpdate(update, 1000, { structs: 10, deleteRanges: 10, clocks: 300 })
    expect(pieces.length).toBe(8)
    expect(stateOf(docOf(pieces, true).doc)).toEqual(stateOf(docOf([update], true).doc))
  })

  test('PC2 fills pieces: a run of equal values takes no more pieces than it must', () => {
    const doc = new Y.Doc({ guid: 'one' })
    doc.clientID = 5
    doc.getArray('array').push(Array.from({ length: 20_000 }, () => 'x'.repeat(100)))
    const update = Y.encodeStateAsUpdate(doc)
    const pieces = splitUpdate(update, defaultLimits.updateBytes)
    expect(pieces.length).toBe(Math.ceil(update.length / defaultLimits.updateBytes))
  })

  test('keeps an update that fits as it is, and makes no piece of nothing', () => {
    const doc = new Y.Doc({ guid: 'one' })
    doc.getMap('map').set('a', 1)
    const update = Y.encodeStateAsUpdate(doc)
    expect(splitUpdate(update, update.length)).toEqual([update])
    expect(splitUpdate(noUpdate, 10)).toEqual([])
  })

  test('gives a unit that is larger than a piece a piece of its own', () => {
    const doc = new Y.Doc({ guid: 'one' })
    doc.clientID = 5
    doc.getArray('array').push(['a', 'b', 'x'.repeat(500), 'c', 'd'])
    const pieces = splitUpdate(Y.encodeStateAsUpdate(doc), 60)
    expect(pieces.filter(piece => piece.length > 60).length).toBe(1)
    expect(stateOf(docOf(pieces, true).doc)).toEqual(stateOf(doc))
  })

  test('orders the pieces of writers who answer each other', () => {
    const docs = [1, 9].map(clientID => Object.assign(new Y.Doc({ guid: `${clientID}` }), { clientID }))
    for (let turn = 0; turn < 200; turn++) {
      const [from, to] = turn % 2 ? [docs[0]!, docs[1]!] : [docs[1]!, docs[0]!]
      from.getText('text').insert(from.getText('text').length, `turn ${turn}, `)
      Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)))
    }
    const read = docOf(splitUpdate(Y.encodeStateAsUpdate(docs[0]!), 100), true)
    expect(read.pendingAfter).toEqual([])
    expect(stateOf(read.doc)).toEqual(stateOf(docs[0]!))
  })

  test('keeps the gaps of an update that has some', () => {
    const doc = new Y.Doc({ guid: 'one' })
    doc.clientID = 5
    const log: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => log.push(update))
    for (let n = 0; n < 30; n++) doc.getArray('array').push([`value ${n}`])
    const gappy = mergeUpdates(log.filter((_, index) => index % 4 !== 0))
    const pieces = splitUpdate(gappy, 60)
    expect(describeUpdate(mergeUpdates(pieces))).toEqual(describeUpdate(gappy))
    expect(stateOf(docOf([...pieces, ...log], true).doc)).toEqual(stateOf(doc))
  })

  test('refuses a struct that would become a flood of pieces', () => {
    const update = encodeUpdate([{ client: 1, from: 0, structs: [new Y.GC(Y.createID(1, 0), 2 ** 50)] }], new Map())
    expect(() => splitUpdate(update, 1000)).toThrow(expect.objectContaining({ code: 'too-large' }))
  })
})

function unitsIn(structs: readonly (Y.Item | Y.GC | Y.Skip)[]): number {
  return structs.reduce((sum, struct) => {
    if (!(struct instanceof Y.Item)) return sum + 1
    const { content } = struct
    if (content instanceof Y.ContentString) return sum + [...content.str].length
    return sum + (content instanceof Y.ContentAny ? content.arr.length : 1)
  }, 0)
}
