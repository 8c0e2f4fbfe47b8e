import { StorageError } from '@commonplace/storage'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { createCommitter, type Patience } from './committer'

const put = (byte: number) => [{ put: Uint8Array.of(byte), value: Uint8Array.of(byte) }]

function setup(patience?: Patience) {
  const storage = memoryStorage({ hold: true })
  const turns: (() => void)[] = []
  let waiting = () => 0
  const failures: unknown[] = []
  const committer = createCommitter(
    storage,
    (run, updates) => {
      waiting = updates
      turns.push(run)
    },
    error => failures.push(error),
    undefined,
    patience,
  )
  const events: string[] = []
  const owner = (name: string) => {
    const bytes: number[] = []
    return {
      bytes,
      operations: () => bytes.splice(0).flatMap(put),
      onDurable: () => {
        events.push(name)
      },
    }
  }
  const add = (to: ReturnType<typeof owner>, byte: number) => {
    to.bytes.push(byte)
    committer.add(to)
  }
  const endTurn = async () => {
    for (const run of turns.splice(0)) run()
    await settle()
  }
  return { storage, committer, events, failures, owner, add, endTurn, waiting: () => waiting() }
}
// Everything between a flushed commit and its owner is microtasks.
const settle = () => new Promise<void>(resolve => setImmediate(resolve))

test('AK3 what is added in one turn is one commit, and owners hear of it once, after it is on disk', async () => {
  const { storage, events, owner, add, endTurn } = setup()
  const [a, b] = [owner('a'), owner('b')]
  add(a, 1)
  add(b, 2)
  add(a, 3)
  add(a, 4)
  expect(storage.pending).toBe(0)
  await endTurn()
  expect([storage.pending, events]).toEqual([1, []])
  storage.flush()
  await settle()
  expect(events).toEqual(['a', 'b'])
})

test('how many updates wait for a commit is counted anew for each', async () => {
  const { storage, owner, add, endTurn, waiting } = setup()
  const a = owner('a')
  for (const updates of [[1, 2], [3]]) {
    for (const update of updates) add(a, update)
    await settle()
    expect(waiting()).toBe(updates.length)
    await endTurn()
    storage.flush()
    await settle()
  }
})

test('what comes while a commit is under way goes together in the next', async () => {
  const { storage, committer, events, owner, add, endTurn } = setup()
  const a = owner('a')
  add(a, 1)
  await endTurn()
  for (const n of [2, 3, 4]) add(a, n)
  expect(storage.pending).toBe(1)
  storage.flush()
  await settle()
  await endTurn()
  expect([storage.pending, events]).toEqual([1, ['a']])
  storage.flush()
  await committer.flush()
  expect(events).toEqual(['a', 'a'])
})

test('AK6 after a commit that failed nothing is confirmed any more, and it is said once', async () => {
  const { storage, committer, events, failures, owner, add, endTurn } = setup()
  const a = owner('a')
  add(a, 1)
  await endTurn()
  add(a, 2)
  storage.fail(new StorageError('failed', 'the disk is gone'))
  await settle()
  storage.fail(undefined)
  add(a, 3)
  await endTurn()
  storage.flush()
  await settle()
  expect([events, failures.length]).toEqual([[], 1])
  await expect(committer.flush()).rejects.toThrow('the disk is gone')
})

test('AK6 what the disk has no room for is tried again, after one second, then two; what comes meanwhile waits, in its order', async () => {
  const pauses: [ms: number, run: () => void][] = []
  const told: (string | undefined)[] = []
  const { storage, committer, events, failures, owner, add, endTurn } = setup({
    later: (ms, run) => pauses.push([ms, run]),
    onFull: error => told.push(error?.message),
  })
  const [a, b] = [owner('a'), owner('b')]
  storage.fail(new StorageError('full', 'no room'))
  add(a, 1)
  await endTurn()
  add(b, 2)
  pauses[0]![1]()
  await settle()
  expect([pauses.map(([ms]) => ms), told, events, failures]).toEqual([[1000, 2000], ['no room'], [], []])
  storage.fail(undefined)
  pauses[1]![1]()
  await settle()
  storage.flush()
  await settle()
  await endTurn()
  storage.flush()
  await committer.flush()
  expect([events, told]).toEqual([
    ['a', 'b'],
    ['no room', undefined],
  ])
  expect(await storage.get(Uint8Array.of(1))).toEqual(Uint8Array.of(1))
})

test('AK6 a relay that closes waits for no room: it says that not all is on the disk', async () => {
  const { storage, committer, failures, owner, add, endTurn } = setup({ later: () => {}, onFull: () => {} })
  const full = new StorageError('full', 'no room')
  storage.fail(full)
  add(owner('a'), 1)
  await endTurn()
  committer.hurry()
  await expect(committer.flush()).rejects.toBe(full)
  expect(failures).toEqual([full])
})
