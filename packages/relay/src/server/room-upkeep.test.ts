import { setImmediate } from 'node:timers/promises'
import { mergeUpdates } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import { loadRoom } from '../log/load-room'
import { killed, setup } from '../log/logged-room.fixture'
import { openLog } from '../log/open-log'
import { payloadsOf } from './raw-client.fixture'
import { RoomUpkeep } from './room-upkeep'

/** A room that is kept as a relay keeps it, and whose compactions end when the test says so. */
function keptRoom() {
  const { storage, committer, a } = setup()
  const begun: { updates: readonly Uint8Array[]; end(pieces: Uint8Array[]): void; fail(error: Error): void }[] = []
  const home = {
    committer,
    compactor: {
      compact: (updates: readonly Uint8Array[]) =>
        new Promise<Uint8Array[]>((end, fail) => begun.push({ updates, end, fail })),
    },
    isDraining: false,
    reportCompaction() {},
  }
  const kept = { name: a.name, room: a.room, run() {}, commit: () => a.commit(), watchIdle() {} }
  const upkeep = new RoomUpkeep(kept, a.log, home)
  a.onCommitted = () => upkeep.committed()
  const write = async (count: number, payload?: string) => {
    for (let n = 0; n < count; n++) {
      a.write(payload)
      await committer.flush()
    }
  }
  const begin = async () => {
    const [before, compacted] = [begun.length, upkeep.compact()]
    compacted.catch(() => {})
    for (let turns = 0; begun.length === before; turns++) {
      if (turns > 100) throw new Error('no compaction has begun')
      await setImmediate()
    }
    return { ...begun.at(-1)!, compacted }
  }
  /** Numbers of the log's items, and what is found in them after a crash. */
  const spans = () => a.room.items.map(({ first, last }) => last - first + 1)
  const found = async () => {
    await committer.flush()
    const disk = killed(storage)
    await openLog(disk, () => 'e')
    return payloadsOf((await loadRoom(disk, a.name))!.items.map(({ bytes }) => bytes)).get(101)
  }
  return { a, home, upkeep, committer, begun, write, begin, spans, found }
}

/** Everything that is to be done soon is done. */
const turns = async () => {
  for (let n = 0; n < 10; n++) await setImmediate()
}
const payloads = (count: number) => Array.from({ length: count }, (_, n) => `a${n + 1}`)

test('CP6 nothing is folded while a compaction is under way: its items are replaced one by one; what came meanwhile is folded then', async () => {
  const { a, upkeep, committer, write, begin, spans, found } = keptRoom()
  await write(31)
  a.write()
  await committer.flush()
  // A fold is due, and the compaction comes first.
  expect([upkeep.isIdle, spans().length]).toEqual([false, 32])
  const { updates, end, compacted } = await begin()
  await write(70)
  committer.journal.rotate()
  await write(1)
  await turns()
  expect([upkeep.isIdle, spans().length]).toEqual([false, 103])
  end([mergeUpdates([...updates])])
  await compacted
  await turns()
  expect(spans()).toEqual([32, 32, 32, ...new Array(7).fill(1)])
  expect(upkeep.isIdle).toBe(true)
  expect(await found()).toEqual(payloads(103))
  // Held no longer, what the journal alone has becomes one piece when that is settled.
  await write(2)
  committer.journal.rotate()
  await write(1)
  expect(spans()).toEqual([32, 32, 32, ...new Array(6).fill(1), 3, 1])
  expect(await found()).toEqual(payloads(106))
})

test('a relay that shuts down folds and compacts nothing', async () => {
  const { home, upkeep, begun, write, begin, spans, found } = keptRoom()
  await write(3)
  const { updates, end, compacted } = await begin()
  home.isDraining = true
  end([mergeUpdates([...updates])])
  await expect(compacted).rejects.toThrow('the relay is shutting down')
  await expect(upkeep.compact()).rejects.toThrow('the relay is shutting down')
  expect(begun).toHaveLength(1)
  await write(37)
  await turns()
  expect(spans()).toEqual(new Array(40).fill(1))
  expect(await found()).toEqual(payloads(40))
})

test('compactions of a room go one after the other, also after one that failed; an empty room has nothing to compact', async () => {
  const { upkeep, begun, write, begin, spans } = keptRoom()
  await upkeep.compact()
  expect(begun).toEqual([])
  await write(2)
  const { fail, compacted } = await begin()
  const second = upkeep.compact()
  await turns()
  expect(begun).toHaveLength(1)
  fail(new Error('no memory'))
  await expect(compacted).rejects.toThrow('no memory')
  await turns()
  begun[1]!.end([mergeUpdates([...begun[1]!.updates])])
  await second
  expect(spans()).toEqual([2])
})

test('a log that a compaction made short is folded when it has 32 records again', async () => {
  const { write, begin, spans } = keptRoom()
  // The fold that was counted on then is further off.
  await write(33, 'x'.repeat(150_000))
  const { updates, end, compacted } = await begin()
  end([mergeUpdates([...updates])])
  await compacted
  await write(32)
  await turns()
  expect(spans()).toEqual([33, 32])
})
