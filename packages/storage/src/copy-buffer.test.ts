import { expect, test } from 'vitest'
import { createCommitQueue } from './commit-queue'
import { CopyBuffer } from './copy-buffer'

const filled = (length: number, value: number) => new Uint8Array(length).fill(value)

test('copies lie one behind the other in one buffer, which is used again once it was cleared; what is small or finds no room gets its own', () => {
  const copies = new CopyBuffer(1000)
  const [first, second, small, large] = [filled(300, 1), filled(600, 2), filled(63, 3), filled(101, 4)].map(copies.copy)
  expect(first!.buffer).toBe(second!.buffer)
  expect(second!.byteOffset).toBe(300)
  for (const own of [small, large]) expect(own!.byteLength).toBe(own!.buffer.byteLength)
  copies.clear()
  const again = copies.copy(filled(100, 5))
  expect([again.buffer === first!.buffer, again.byteOffset]).toEqual([true, 0])
  copies.leave()
  expect(copies.copy(filled(100, 6)).buffer).not.toBe(first!.buffer)
  expect([again[0], second![599]]).toEqual([5, 2])
})

test('a queue keeps the copies of commits until no commit waits, and gives up its buffer to a write that failed', async () => {
  const writes: { values: Uint8Array[]; succeed(): void; fail(error: unknown): void }[] = []
  const queue = createCommitQueue(
    'held',
    operations => {
      const values = operations.map(operation => ('put' in operation ? operation.value : new Uint8Array()))
      return new Promise((succeed, fail) => writes.push({ values, succeed, fail }))
    },
    new CopyBuffer(10_000),
  )
  const shared = filled(100, 0)
  /** The caller uses its buffer again at once. */
  const commit = (value: number) => {
    const done = queue.commit([{ put: Uint8Array.of(value), value: shared.fill(value) }])
    shared.fill(99)
    return done
  }
  const turn = () => new Promise(resolve => setImmediate(resolve))
  const firstDone = commit(1)
  await turn()
  const secondDone = commit(2)
  writes[0]!.succeed()
  await firstDone
  await turn()
  const thirdDone = commit(3)
  expect(writes[1]!.values).toEqual([filled(100, 2)])
  writes[1]!.succeed()
  await secondDone
  await turn()
  writes[2]!.succeed()
  await thirdDone
  expect(writes.flatMap(({ values }) => values)).toEqual([filled(100, 1), filled(100, 2), filled(100, 3)])
  const failed = commit(4)
  await turn()
  writes[3]!.fail(new Error('disk'))
  await expect(failed).rejects.toThrow('disk')
  const last = commit(5)
  await turn()
  expect(writes.slice(3).flatMap(({ values }) => values)).toEqual([filled(100, 4), filled(100, 5)])
  expect(writes[4]!.values[0]!.buffer).not.toBe(writes[3]!.values[0]!.buffer)
  writes[4]!.succeed()
  await last
})
