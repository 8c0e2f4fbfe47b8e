import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { docOf, histories, play, stateOf } from './documents.fixture'
import { mergeUpdates } from './merge-updates'
import { noUpdate } from './no-update'
import { splitUpdate } from './split-update'

describe('mergeUpdates', () => {
  test('PC7 the merged update gives the document that the updates give one by one', () => {
    fc.assert(
      fc.property(histories, fc.nat(), (history, from) => {
        const { log } = play(history)
        const base = log.slice(0, from % (log.length + 1))
        const rest = log.slice(base.length)
        const merged = docOf([...base, mergeUpdates(rest)], history.gc)
        expect(stateOf(merged.doc)).toEqual(stateOf(docOf(log, history.gc).doc))
      }),
      { numRuns: 60 },
    )
  })

  test('PC7 overlapping pieces merge in any order', () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 30, max: 200 }), fc.infiniteStream(fc.nat()), (history, size, picks) => {
        const { docs, log } = play(history)
        const pieces = [...log, ...docs.flatMap(doc => splitUpdate(Y.encodeStateAsUpdate(doc), size))]
        const shuffled = pieces.map(piece => ({ piece, at: picks.next().value! })).sort((a, b) => a.at - b.at)
        const merged = docOf([mergeUpdates(shuffled.map(({ piece }) => piece))], history.gc)
        expect(stateOf(merged.doc)).toEqual(stateOf(docOf(log, history.gc).doc))
      }),
      { numRuns: 50 },
    )
  })

  test('nothing merges to nothing, and one update stays itself', () => {
    expect(mergeUpdates([])).toBe(noUpdate)
    const one = Uint8Array.of(0, 0)
    expect(mergeUpdates([one])).toBe(one)
  })
})
