import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { addToVector } from './add-to-vector'
import { addToDeletes, type DeleteSet } from './delete-set'
import { describeUpdate } from './describe-update'
import { deletesOf, docOf, histories, play } from './documents.fixture'
import { mergeUpdates } from './merge-updates'
import { item, rawUpdate } from './raw-update.fixture'
import { decodeStateVector, encodeStateVector, type StateVector } from './state-vector'
import { UpdateError } from './update-error'

describe('describeUpdate', () => {
  test('adding the descriptions of a log gives the state vector and deletes of the document', () => {
    fc.assert(
      fc.property(histories, history => {
        const { log } = play(history)
        const vector: StateVector = new Map()
        const deletes: DeleteSet = new Map()
        for (const update of log) {
          const description = describeUpdate(update)
          addToVector(vector, description)
          addToDeletes(deletes, description.deletes)
        }
        const { doc } = docOf(log, history.gc)
        expect(vector).toEqual(Y.decodeStateVector(Y.encodeStateVector(doc)))
        // A document also deletes what a deleted or overwritten type held, without naming it.
        const known = deletesOf(doc)
        addToDeletes(known, deletes)
        expect(known).toEqual(deletesOf(doc))
      }),
      { numRuns: 50 },
    )
  })

  test('a vector grows over part of an update with gaps exactly as a document does', () => {
    fc.assert(
      fc.property(histories, fc.infiniteStream(fc.boolean()), (history, picks) => {
        const { log } = play({ ...history, writers: 1 })
        const base = log.slice(0, 2)
        const gappy = mergeUpdates(log.filter(() => picks.next().value))
        const vector: StateVector = new Map()
        for (const update of [...base, gappy]) addToVector(vector, describeUpdate(update))
        expect(vector).toEqual(Y.decodeStateVector(Y.encodeStateVector(docOf([...base, gappy], true).doc)))
      }),
      { numRuns: 50 },
    )
  })

  test('names the gaps', () => {
    const update = rawUpdate([[7, 2, [item(7, 2, ['a', 'b']), new Y.Skip(Y.createID(7, 4), 3), item(7, 7, ['c'])]]])
    expect(describeUpdate(update)).toEqual({
      from: new Map([[7, 2]]),
      to: new Map([[7, 8]]),
      skips: new Map([[7, [[4, 7]]]]),
      deletes: new Map(),
    })
  })

  test('a gap at either end belongs to nobody', () => {
    const skip = (clock: number) => new Y.Skip(Y.createID(7, clock), 2)
    const update = rawUpdate([[7, 0, [skip(0), item(7, 2, ['a']), skip(3)]]])
    expect(describeUpdate(update)).toMatchObject({ from: new Map([[7, 2]]), to: new Map([[7, 3]]), skips: new Map() })
  })
})

describe('state vectors', () => {
  test('are written and read as Yjs does', () => {
    fc.assert(
      fc.property(histories, history => {
        const doc = play(history).docs[0]!
        const bytes = Y.encodeStateVector(doc)
        expect(encodeStateVector(decodeStateVector(bytes))).toEqual(bytes)
        expect(decodeStateVector(bytes)).toEqual(Y.decodeStateVector(bytes))
      }),
      { numRuns: 50 },
    )
  })

  test.each([
    ['cut off', [2, 1, 1]],
    ['a client twice', [2, 1, 1, 1, 2]],
    ['a trailing byte', [0, 0]],
    ['no bytes', []],
    ['an unsafe number', [1, 1, ...Array(8).fill(0xff), 1]],
    ['an endless count', [...Array(7).fill(0xff), 1]],
  ])('%s is invalid', (_, bytes) => {
    expect(() => decodeStateVector(Uint8Array.from(bytes))).toThrow(UpdateError)
  })
})
