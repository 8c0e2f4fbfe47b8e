import { addToDeletes, type DeleteSet, describeUpdate } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import { payloadsOf, Writer } from '../server/raw-client.fixture'
import { CompactionError } from './compaction-error'
import { createCompactor, defaultCompaction } from './compactor'

/** A log of which most is overwritten. */
function log(): Uint8Array[] {
  const writer = new Writer(2 ** 40 + 1)
  const name = `w/${writer.client.toString(36)}/0`
  return Array.from({ length: 300 }, (_, index) => {
    const push = writer.push(`${index} ${'content '.repeat(100)}`)
    return index % 10 === 0 ? [push] : [push, writer.change(doc => doc.getArray(name).delete(0))]
  }).flat()
}
const sizeOf = (updates: readonly Uint8Array[]): number => updates.reduce((sum, { length }) => sum + length, 0)

test('CP2 a thread of its own makes the same document of fewer bytes', async () => {
  const updates = log()
  const compactor = createCompactor()
  const pieces = await compactor.compact(updates)
  expect(payloadsOf(pieces)).toEqual(payloadsOf(updates))
  expect(sizeOf(pieces)).toBeLessThan(sizeOf(updates) / 5)
  const deletes: DeleteSet = new Map()
  for (const update of updates) addToDeletes(deletes, describeUpdate(update).deletes)
  expect(describeUpdate(pieces[0]!).deletes).toEqual(deletes)
})

test('CP4 what does not apply, is too large or takes too long is refused, and the next is compacted', async () => {
  const updates = log()
  const compactor = createCompactor()
  await expect(compactor.compact(updates.slice(1))).rejects.toThrow(CompactionError)
  await expect(compactor.compact([Uint8Array.of(9, 9, 9)])).rejects.toThrow(CompactionError)
  expect(await compactor.compact(updates)).toHaveLength(1)
  const small = createCompactor({ ...defaultCompaction, inputBytes: 1000 })
  await expect(small.compact(updates)).rejects.toThrow('at most 1000 are compacted')
  const hasty = createCompactor({ ...defaultCompaction, deadlineMs: 1 })
  await expect(hasty.compact(updates)).rejects.toThrow('not done after 1 ms')
})

test('CP4 a compaction that is under way when the relay closes is ended', async () => {
  const compactor = createCompactor()
  const running = compactor.compact(log())
  const waiting = compactor.compact(log())
  const refused = Promise.allSettled([running, waiting])
  await compactor.close()
  expect((await refused).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})
