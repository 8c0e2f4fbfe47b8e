import { rangeOf } from '@commonplace/storage'
import { type MemoryStorage, memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { appendEntries } from '../model'
import { entriesOf } from './document-entries.fixture'
import { deletionsOf, isPurgeDue, notePurged, purge } from './purge'
import { entry, openReplica, ScriptedRoom } from './scripted-room.fixture'

test('a write whose content was purged before a relay was there keeps its place when one before it is refused', async () => {
  const { replica } = await openReplica()
  replica.append([entry('bad')])
  const erased = replica.append([entry('erased')])
  const last = replica.append([entry('last')])
  replica.remove(erased.dots)
  await purge(replica, { unsent: true })
  const room = new ScriptedRoom(replica)
  await room.welcome()
  for (const _ of ['in one frame with the others', 'alone']) {
    await room.refuse('invalid', 1)
    await room.welcome()
  }
  expect(replica.status.value).toMatchObject({ state: 'live', refused: [{ message: 'no' }] })
  const taken = new Y.Doc()
  for (const _ of ['erased', 'last']) {
    Y.applyUpdate(taken, room.updates.at(-1)!.update)
    await room.ack()
  }
  expect(entriesOf(taken)).toMatchObject([{ dot: last.dots[0], payload: 'last' }])
  await room.ack()
  await last.reached('relay')
  expect(replica.status.value.pending).toBe(0)
})

test('a purge is due once something was deleted until it is noted, and leaves nothing of a refused write on the disk whose content is erased', async () => {
  const { replica, storage } = await openReplica()
  const refused = replica.append([entry('refused content')])
  replica.remove(refused.dots)
  await refused.reached('local')
  const room = new ScriptedRoom(replica)
  await room.welcome()
  for (const _ of ['in one frame with the others', 'alone']) {
    await room.refuse('invalid', 1)
    await room.welcome()
  }
  const holds = async (text: string) => {
    for await (const { value } of storage.range(...rangeOf())) if (Buffer.from(value).includes(text)) return true
    return false
  }
  expect([replica.parked().length, isPurgeDue(replica), await holds('refused content')]).toEqual([1, true, true])
  const deletions = deletionsOf(replica)
  await purge(replica)
  expect([replica.parked().length, isPurgeDue(replica), await holds('refused content')]).toEqual([1, true, true])
  await notePurged(replica, deletions)
  expect(isPurgeDue(replica)).toBe(false)
  await purge(replica, { isErased: ({ payload }) => payload === 'refused content' })
  expect([replica.parked().length, await holds('refused content')]).toEqual([0, false])
})

test('many unsent writes of which much is erased are rewritten some at a time, each with turns of the event loop before', async () => {
  const commits: number[] = []
  const kept = memoryStorage()
  const storage: MemoryStorage = {
    ...kept,
    commit: operations => {
      commits.push(operations.length)
      return kept.commit(operations)
    },
  }
  let turns = 0
  const pause = async () => void turns++
  const { replica } = await openReplica({ storage, pause })
  const writes = Array.from({ length: 1_000 }, (_, n) => replica.append([entry(n % 2 === 0 ? 'SECRET' : 'plain')]))
  replica.remove(writes.flatMap(({ dots }, n) => (n % 2 === 0 ? dots : [])))
  turns = 0
  commits.length = 0
  await purge(replica, { unsent: true })
  expect(Math.max(...commits)).toBeLessThan(200)
  expect(turns).toBeGreaterThan(1_000)
  let [erased, plain] = [0, 0]
  for await (const { value } of kept.range(...rangeOf())) {
    if (Buffer.from(value).includes('SECRET')) erased++
    if (Buffer.from(value).includes('plain')) plain++
  }
  expect([erased, plain]).toEqual([0, 500])
})

test('a base of many pieces is rewritten with turns of the event loop in between', async () => {
  let turns = 0
  const pause = async () => void turns++
  const { replica } = await openReplica({ pause })
  const pieces = Array.from({ length: 8 }, (_, n) => {
    const large = entry('x'.repeat(200_000), `k${n}`)
    return appendEntries(new Y.Doc(), 1_000 + n, [large]).update
  })
  await new ScriptedRoom(replica).welcome({}, pieces)
  turns = 0
  await purge(replica)
  expect(turns).toBeGreaterThanOrEqual(8)
})
