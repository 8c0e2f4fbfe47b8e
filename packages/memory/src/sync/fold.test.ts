import { defaultLimits, mergeUpdates } from '@commonplace/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { appendEntries } from '../model'
import { entriesOf } from './document-entries.fixture'
import { foldOutbox, isTooLarge } from './fold'
import { type OutboxRecord, withUpdate } from './outbox'

function recordsOf(lengths: readonly number[]): OutboxRecord[] {
  const doc = new Y.Doc()
  return lengths.map((length, i) => {
    const entries = [{ key: 'k', parents: [], payload: 'x'.repeat(length) }]
    const { update, dots } = appendEntries(doc, 5, entries)
    const written = entries.map(entry => ({ ...entry, dot: dots[0]! }))
    const parts = { n: i + 1, client: 5, time: 0, removes: [], isCompaction: false, hole: null }
    return withUpdate({ ...parts, entries: written, bytes: update })
  })
}

const limits = { ...defaultLimits, updateBytes: 400, structs: 5 }

test('each write is in one frame, in order, and frames stay below the limits', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(300), { maxLength: 30 }), lengths => {
      const records = recordsOf(lengths)
      const folds = foldOutbox(records, limits)
      expect(folds.flatMap(({ numbers }) => numbers)).toEqual(records.map(({ n }) => n))
      for (const { update, numbers } of folds) {
        expect(update.length).toBeLessThanOrEqual(limits.updateBytes)
        expect(numbers.length).toBeLessThanOrEqual(limits.structs)
      }
      const folded = new Y.Doc()
      for (const { update } of folds) Y.applyUpdate(folded, update)
      const whole = new Y.Doc()
      Y.applyUpdate(whole, mergeUpdates(records.map(({ update }) => update)))
      expect(entriesOf(folded)).toEqual(entriesOf(whole))
    }),
  )
})

test('as few frames as the limits allow', () => {
  expect(foldOutbox(recordsOf([1, 1, 1, 1, 1, 1]), limits).map(({ numbers }) => numbers)).toEqual([
    [1, 2, 3, 4, 5],
    [6],
  ])
  expect(foldOutbox([], limits)).toEqual([])
})

test('a write above the limit is told apart', () => {
  const [small, big] = recordsOf([10, 500])
  expect([isTooLarge(small!, limits), isTooLarge(big!, limits)]).toEqual([false, true])
})
