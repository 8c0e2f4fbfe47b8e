import { StorageError } from '@commonplace/storage'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { createCommitter } from './committer'

const put = (byte: number) => [{ put: Uint8Array.of(byte), value: Uint8Array.of(byte) }]

function setup() {
  const storage = memoryStorage({ hold: true })
  const turns: (() => void)[] = []
  const failures: unknown[] = []
  const committer = createCommitter(
    storage,
    run => turns.push(run),
    error => failures.push(error),
  )
  const events: string[] = []
  const owner = (name: string) => ({
    onDurable: (upTo: number, additions: number) => {
      events.push(`${name} ${upTo} ${additions}`)
    },
  })
  const endTurn = async () => {
    for (const run of turns.splice(0)) run()
    await settle()
  }
  return { storage, committer, events, failures, owner, endTurn }
}
// Everything between a flushed commit and its owner is microtasks.
const settle = () => new Promise<void>(resolve => setImmediate(resolve))

test('AK3 what is added in one turn is one commit, and owners hear of it once, after it is on disk', async () => {
  const { storage, committer, events, owner, endTurn } = setup()
  const [a, b] = [owner('a'), owner('b')]
  committer.add(a, 1, put(1))
  committer.add(b, 1, put(2))
  committer.add(a, 2, put(3))
  committer.add(a, 0, put(4))
  expect(storage.pending).toBe(0)
  await endTurn()
  expect([storage.pending, events]).toEqual([1, []])
  storage.flush()
  await settle()
  expect(events).toEqual(['a 2 3', 'b 1 1'])
})

test('what comes while a commit is under way goes together in the next', async () => {
  const { storage, committer, events, owner, endTurn } = setup()
  const a = owner('a')
  committer.add(a, 1, put(1))
  await endTurn()
  for (const n of [2, 3, 4]) committer.add(a, n, put(n))
  expect(storage.pending).toBe(1)
  storage.flush()
  await settle()
  expect([storage.pending, events]).toEqual([1, ['a 1 1']])
  storage.flush()
  await committer.flush()
  expect(events).toEqual(['a 1 1', 'a 4 3'])
})

test('AK6 after a commit that failed nothing is confirmed any more, and it is said once', async () => {
  const { storage, committer, events, failures, owner, endTurn } = setup()
  const a = owner('a')
  committer.add(a, 1, put(1))
  await endTurn()
  committer.add(a, 2, put(2))
  storage.fail(new StorageError('failed', 'the disk is gone'))
  await settle()
  storage.fail(undefined)
  committer.add(a, 3, put(3))
  await endTurn()
  storage.flush()
  await settle()
  expect([events, failures.length]).toEqual([[], 1])
  await expect(committer.flush()).rejects.toThrow('the disk is gone')
})
