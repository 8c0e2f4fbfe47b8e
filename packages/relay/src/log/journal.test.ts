import { setImmediate } from 'node:timers/promises'
import { type MemoryStorage, memoryStorage } from '@commonplace/storage/memory'
import { expect, test, vi } from 'vitest'
import { payloadsOf } from '../server/raw-client.fixture'
import { createCommitter } from './committer'
import { Journal } from './journal'
import { itemKey, journalKey, journalRange, logRange } from './keys'
import { loadRoom } from './load-room'
import { fail, killed, LoggedRoom, roomy, setup } from './logged-room.fixture'
import { openLog } from './open-log'
import { PieceCache } from './piece-cache'
import { DamagedJournalError } from './read-journal'

async function keysIn(storage: MemoryStorage, range: ReturnType<typeof journalRange>): Promise<number> {
  let count = 0
  for await (const _ of storage.range(...range)) count++
  return count
}

async function held(storage: MemoryStorage, name: string): Promise<string[] | undefined> {
  const room = await loadRoom(storage, name)
  return payloadsOf(room!.items.map(({ bytes }) => bytes)).get(101)
}

test('a commit of many rooms writes one record, and a log that is opened gives each room its own', async () => {
  const { storage, committer, a, b } = setup()
  for (let n = 0; n < 2; n++) for (const room of [a, b]) room.write()
  await committer.flush()
  a.write()
  await committer.flush()
  expect([await keysIn(storage, journalRange()), await keysIn(storage, logRange('a'))]).toEqual([2, 0])
  const after = killed(storage)
  expect(await openLog(after, () => 'e')).toEqual({ epoch: 'e', cut: 0 })
  expect([await held(after, 'a'), await held(after, 'b')]).toEqual([
    ['a1', 'a2', 'a3'],
    ['b1', 'b2'],
  ])
  expect(await keysIn(after, journalRange())).toBe(0)
})

test('what was folded, or is large, is found once, wherever it lies', async () => {
  const { storage, committer, a } = setup()
  const large = 'x'.repeat(20_000)
  for (let n = 0; n < 40; n++) {
    a.write(n === 35 ? large : undefined)
    await committer.flush()
  }
  expect(a.log.fold(), 'the journal holds it all').toBe(false)
  committer.journal.rotate()
  a.commit()
  await committer.flush()
  const after = killed(storage)
  await openLog(after, () => 'e')
  const expected = Array.from({ length: 40 }, (_, n) => (n === 35 ? large : `a${n + 1}`))
  expect(await held(after, 'a')).toEqual(expected)
})

test('a fold of what the journal holds and of what is large takes the place of both', async () => {
  const { storage, committer, a } = setup()
  const large = 'x'.repeat(20_000)
  for (let n = 0; n < 40; n++) {
    a.write(n === 5 ? large : undefined)
    await committer.flush()
  }
  expect(a.log.fold(), 'the large one lies in the range of the room').toBe(true)
  for (let turn = 0; turn < 2; turn++) {
    a.commit()
    await committer.flush()
    committer.journal.rotate()
  }
  const expected = Array.from({ length: 40 }, (_, n) => (n === 5 ? large : `a${n + 1}`))
  expect(await held(killed(storage), 'a')).toEqual(expected)
})

test('what is large and written by the commit that settles its room is folded later without being left behind', async () => {
  const { storage, committer, a } = setup()
  const large = 'x'.repeat(20_000)
  for (const payload of [undefined, large, undefined]) {
    a.write(payload)
    await committer.flush()
    committer.journal.rotate()
  }
  a.commit()
  await committer.flush()
  // Twice the same would be read as damage, and the room served to nobody.
  expect(await held(killed(storage), 'a')).toEqual(['a1', large, 'a3'])
})

test('what a compaction cut in two while the journal held it is found once', async () => {
  const { storage, committer, a } = setup()
  for (const count of [1, 3, 2]) {
    for (let n = 0; n < count; n++) a.write()
    await committer.flush()
  }
  a.compact()
  await committer.flush()
  a.write()
  await committer.flush()
  const after = killed(storage)
  await openLog(after, () => 'e')
  expect(await held(after, 'a')).toEqual(['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7'])
})

test('a full segment goes once what it holds is in the ranges of its rooms, a few a commit', async () => {
  const { storage, committer, a, b } = setup({ ...roomy, records: 3, settledAtOnce: 1 })
  for (let n = 0; n < 3; n++) {
    a.write()
    b.write()
    await committer.flush()
  }
  expect([a.log.isSettled, b.log.isSettled, committer.journal.isSettling]).toEqual([false, false, true])
  for (let n = 0; n < 2; n++) {
    b.write()
    await committer.flush()
    const after = killed(storage)
    await openLog(after, () => 'e')
    expect(await held(after, 'a')).toEqual(['a1', 'a2', 'a3'])
    expect(await held(after, 'b')).toHaveLength(4 + n)
  }
  expect([a.log.isSettled, await keysIn(storage, journalRange())]).toEqual([true, 2])
})

test('what is to be settled while a segment is being settled goes with that: all is in the ranges, and nothing in the journal', async () => {
  const { storage, committer, a, b } = setup({ ...roomy, settledAtOnce: 1 })
  for (const room of [a, b]) room.write()
  await committer.flush()
  committer.journal.rotate()
  a.write()
  await committer.flush()
  expect([a.log.isSettled, b.log.isSettled]).toEqual([false, false])
  committer.journal.rotate()
  while (committer.journal.isSettling) {
    a.commit()
    await committer.flush()
  }
  expect(await keysIn(storage, journalRange())).toBe(0)
  expect([await held(killed(storage), 'a'), await held(killed(storage), 'b')]).toEqual([['a1', 'a2'], ['b1']])
})

test('a quiet room is settled once the commit of others that settles it is on disk, and its pieces may go from memory then', async () => {
  const { storage, committer, a, b } = setup()
  for (const room of [a, b]) room.write()
  await committer.flush()
  committer.journal.rotate()
  let commit = () => {}
  const { commit: write } = storage
  storage.commit = operations => new Promise<void>(done => (commit = done)).then(() => write(operations))
  const stored = vi.spyOn(PieceCache.prototype, 'stored')
  a.write()
  await setImmediate()
  // Whoever loaded the room now would not find what is on its way.
  expect(b.log.isSettled).toBe(false)
  expect(stored).not.toHaveBeenCalled()
  // The host asks when nobody is in the room any more.
  b.log.settleSoon()
  expect(b.log.isSettled).toBe(false)
  commit()
  await committer.flush()
  expect(b.log.isSettled).toBe(true)
  const pieces = stored.mock.calls.flatMap(([items]) => [...items])
  expect(pieces).toHaveLength(2)
  stored.mockRestore()
})

test('a segment is full sooner when hardly any room came again', async () => {
  const { storage, committer, a, b } = setup({ ...roomy, scattered: 2 })
  for (const room of [a, a, b, a]) {
    room.write()
    await committer.flush()
  }
  expect(committer.journal.isSettling, 'one of two came again').toBe(false)
  committer.journal.rotate()
  for (const room of [a, b]) {
    room.write()
    await committer.flush()
  }
  expect(committer.journal.isSettling).toBe(true)
  a.write()
  await committer.flush()
  expect(await keysIn(storage, journalRange())).toBe(1)
  const after = killed(storage)
  await openLog(after, () => 'e')
  expect([await held(after, 'a'), await held(after, 'b')]).toEqual([
    ['a1', 'a2', 'a3', 'a4', 'a5'],
    ['b1', 'b2'],
  ])
})

test('a segment is full by its bytes too, and the next one begins with none', async () => {
  const { committer, a } = setup({ ...roomy, bytes: 300 })
  const fillsWith = async (payload: string) => {
    a.write(payload)
    await committer.flush()
    return committer.journal.isSettling
  }
  expect([await fillsWith('short'), await fillsWith('x'.repeat(250))]).toEqual([false, true])
  expect([await fillsWith('short'), await fillsWith('short')]).toEqual([false, false])
})

test('a segment of many rooms is settled before the next one is full', async () => {
  const storage = memoryStorage()
  const committer = createCommitter(storage, queueMicrotask, fail, new Journal({ ...roomy, settledAtOnce: 1 }))
  const rooms = Array.from({ length: 200 }, (_, n) => new LoggedRoom(`${n}`, committer))
  for (const room of rooms) room.write()
  await committer.flush()
  committer.journal.rotate()
  for (let commits = 0; commits < 64; commits++) {
    rooms[0]!.commit()
    await committer.flush()
  }
  expect(committer.journal.isSettling).toBe(false)
})

test('what a segment holds of a room goes to its range as one piece, unless the room is being rewritten', async () => {
  const { storage, committer, a, b } = setup()
  b.log.isHeld = true
  for (let n = 0; n < 40; n++) {
    for (const room of [a, b]) room.write()
    await committer.flush()
    if (n === 35) a.log.fold()
  }
  expect(await keysIn(storage, logRange('a')), 'what is folded is not written before that').toBe(0)
  committer.journal.rotate()
  a.write('late')
  await committer.flush()
  const lengths = await Promise.all(['a', 'b'].map(name => keysIn(storage, logRange(name))))
  expect(lengths).toEqual([2, 40])
  const after = killed(storage)
  await openLog(after, () => 'e')
  expect(await held(after, 'a')).toEqual([...Array.from({ length: 40 }, (_, n) => `a${n + 1}`), 'late'])
  expect(await held(after, 'b')).toHaveLength(40)

  // What becomes one piece there leaves none of its records behind.
  b.log.isHeld = false
  expect(b.log.fold()).toBe(true)
  b.commit()
  await committer.flush()
  expect(await keysIn(storage, logRange('b'))).toBe(9)
  expect(await held(killed(storage), 'b')).toHaveLength(40)
})

test('a room that is compacted again is found whole: the new pieces stand where those of the last time stood', async () => {
  const { storage, committer, a } = setup()
  for (let n = 0; n < 3; n++) a.write()
  await committer.flush()
  for (const expected of [
    ['a1', 'a2', 'a3'],
    ['a1', 'a2', 'a3', 'a4'],
  ]) {
    // Else the journal would make up for what is missing there.
    committer.journal.rotate()
    a.commit()
    await committer.flush()
    a.compact()
    await committer.flush()
    expect(await held(killed(storage), 'a')).toEqual(expected)
    a.write()
    await committer.flush()
  }
})

test('a damaged end of the journal is cut off and the log has another epoch', async () => {
  const { storage, committer, a, b } = setup()
  await openLog(storage, () => 'e')
  for (const room of [a, b, a]) {
    room.write()
    await committer.flush()
  }
  const after = killed(storage)
  await after.commit([{ put: journalKey(3), value: new Uint8Array(100) }])
  expect(await openLog(after, () => 'f')).toEqual({ epoch: 'f', cut: 1 })
  expect([await held(after, 'a'), await held(after, 'b')]).toEqual([['a1'], ['b1']])
  expect(await openLog(after, () => 'g')).toEqual({ epoch: 'f', cut: 0 })
})

test.each([
  ['damage before its end', { put: journalKey(2), value: new Uint8Array(100) }],
  ['a missing record', { delete: journalKey(2) }],
])('a journal with %s is refused and stays as it is', async (_, operation) => {
  const { storage, committer, a } = setup()
  for (let n = 0; n < 3; n++) {
    a.write()
    await committer.flush()
  }
  const after = killed(storage)
  await after.commit([operation])
  await expect(openLog(after, () => 'f')).rejects.toThrow(DamagedJournalError)
  expect(await keysIn(after, journalRange())).toBeGreaterThan(1)
  expect(await keysIn(after, logRange('a'))).toBe(0)
  expect(await after.get(itemKey('a', { first: 1, level: 0 }))).toBeUndefined()
})

test('a log that has gone is asked for nothing any more, whether its segment is being settled or not', async () => {
  const { committer, a } = setup()
  a.write()
  await committer.flush()
  const journal = new Journal({ ...roomy, settledAtOnce: 1 })
  const asked: string[] = []
  const logs = ['a', 'b', 'c'].map(name => ({
    name,
    settle: () => {
      asked.push(name)
      return [{ delete: journalKey(9) }]
    },
    settled() {},
  }))
  for (const log of logs) journal.add(log, a.room.items[0]!)
  journal.forget(logs[0]!)
  journal.seal()
  journal.rotate()
  journal.seal()
  journal.forget(logs[2]!)
  journal.seal()
  expect([asked, journal.isSettling]).toEqual([['b'], false])
})
