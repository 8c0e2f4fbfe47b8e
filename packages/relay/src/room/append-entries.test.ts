import { mergeUpdates } from '@commonplace/protocol'
import { SeededRandom } from '@commonplace/protocol/testing'
import { expect, test } from 'vitest'
import { scanEntries } from '../guard/scan-entries'
import { Writer } from '../server/raw-client.fixture'
import { appendEntries, type LaidUpdate, layEntries } from './append-entries'

const laid = (bytes: Uint8Array): LaidUpdate => ({ bytes, blocks: scanEntries(bytes)!.blocks })

test('PC7 entries of several writers, appended as they lie there, are what merging makes of them', () => {
  const random = new SeededRandom(5)
  const writers = [new Writer(101), new Writer(2 ** 52 + 2), new Writer(7)]
  const updates = Array.from({ length: 200 }, () => random.pick(writers).push('x'.repeat(random.below(90))))
  const deletes = new Map([[101, [[0, 2]] as [number, number][]]])
  expect(appendEntries(updates.map(laid), new Map())).toEqual(mergeUpdates(updates))
  const again = updates.map((_, index) => updates.slice(10 * index, 10 * index + 10)).filter(list => list.length > 0)
  expect(
    appendEntries(
      again.map(list => laid(mergeUpdates(list))),
      new Map(),
    ),
  ).toEqual(mergeUpdates(updates))
  const { bytes, blocks } = layEntries(updates.map(laid), new Map())!
  expect(blocks).toEqual(scanEntries(bytes)!.blocks)
  const deleting = appendEntries(updates.map(laid), deletes)!
  expect(scanEntries(deleting)!.blocks).toEqual(scanEntries(mergeUpdates(updates))!.blocks)
  expect([...deleting.subarray(scanEntries(deleting)!.deletesAt)]).toEqual([1, 101, 1, 0, 2])
})

test('updates with a gap between them, or with the same entry, are not appended', () => {
  const writer = new Writer(101)
  const [first, second, third] = ['1', '2', '3'].map(payload => laid(writer.push(payload)))
  expect(appendEntries([first!, third!], new Map())).toBeNull()
  expect(appendEntries([first!, second!, second!], new Map())).toBeNull()
})
