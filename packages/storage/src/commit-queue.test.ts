import { expect, test } from 'vitest'
import { createCommitQueue } from './commit-queue'
import type { Operation } from './storage'

const remove = (n: number): Operation => ({ delete: Uint8Array.of(n) })

/** A queue whose writes the test settles by hand. */
function heldQueue() {
  const writes: { numbers: number[]; succeed(): void; fail(error: unknown): void }[] = []
  const queue = createCommitQueue('held', operations => {
    const numbers = operations.map(operation => ('delete' in operation ? operation.delete[0]! : -1))
    return new Promise((succeed, fail) => writes.push({ numbers, succeed, fail }))
  })
  return { queue, writes }
}

const turn = () => new Promise(resolve => setImmediate(resolve))
const outcomes = async (commits: Promise<void>[]) =>
  (await Promise.allSettled(commits)).map(({ status }) => (status === 'fulfilled' ? 'ok' : 'failed'))

test('commits made in one turn share a write, those made meanwhile share the next', async () => {
  const { queue, writes } = heldQueue()
  const commits = [1, 2].map(n => queue.commit([remove(n)]))
  await turn()
  commits.push(...[3, 4, 5].map(n => queue.commit([remove(n)])))
  await turn()
  expect(writes.map(({ numbers }) => numbers)).toEqual([[1, 2]])
  writes[0]!.succeed()
  await turn()
  expect(writes.map(({ numbers }) => numbers)).toEqual([
    [1, 2],
    [3, 4, 5],
  ])
  writes[1]!.succeed()
  expect(await outcomes(commits)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok'])
})

test('a failed write fails the commits called after it, and not those called once that is known', async () => {
  const { queue, writes } = heldQueue()
  const commits = [queue.commit([remove(1)])]
  await turn()
  commits.push(queue.commit([remove(2)]))
  writes[0]!.fail(new Error('disk'))
  expect(await outcomes(commits)).toEqual(['failed', 'failed'])
  const next = queue.commit([remove(3)])
  await turn()
  expect(writes.map(({ numbers }) => numbers)).toEqual([[1], [3]])
  writes[1]!.succeed()
  await next
})

test('a job runs after the commits called before it and before those called after, and one that fails ends nothing', async () => {
  const { queue, writes } = heldQueue()
  const seen: number[] = []
  const before = queue.commit([remove(1)])
  const job = queue.between(async () => void seen.push(writes.length))
  const failing = queue.between(() => Promise.reject(new Error('in vain')))
  failing.catch(() => {})
  const after = queue.commit([remove(2)])
  await turn()
  expect([writes.length, seen]).toEqual([1, []])
  writes[0]!.succeed()
  await Promise.all([before, job])
  await expect(failing).rejects.toThrow('in vain')
  await turn()
  expect([seen, writes.map(({ numbers }) => numbers)]).toEqual([[1], [[1], [2]]])
  writes[1]!.succeed()
  await after
})

test('closing settles what was taken and takes no more', async () => {
  const { queue, writes } = heldQueue()
  const commit = queue.commit([remove(1)])
  const closed = queue.close()
  await expect(queue.commit([remove(2)])).rejects.toMatchObject({ code: 'closed' })
  await turn()
  writes[0]!.succeed()
  await Promise.all([commit, closed])
})

test('aborting rejects what waits with its reason, and leaves the write on its way to settle', async () => {
  const { queue, writes } = heldQueue()
  const first = queue.commit([remove(1)])
  await turn()
  const second = queue.commit([remove(2)])
  queue.abort(new Error('taken away'))
  await expect(second).rejects.toThrow('taken away')
  await expect(queue.commit([])).rejects.toThrow('taken away')
  writes[0]!.succeed()
  await first
})
