import { decodeUpdate } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import { entriesIn } from '../model'
import { entry, liveReplica } from './scripted-room.fixture'

/** Under which ids a frame says something, and what entries it brings. */
function described(update: Uint8Array) {
  const { blocks } = decodeUpdate(update)
  return { clients: [...blocks.keys()], entries: [...blocks.values()].flatMap(structs => entriesIn(structs)).length }
}

const untilSent = (room: { readonly updates: readonly unknown[] }, count: number) =>
  expect.poll(() => room.updates.length).toBe(count)

async function refused() {
  const { replica, room } = await liveReplica()
  const write = replica.append([entry('bad')])
  await untilSent(room, 1)
  await room.refuse('invalid')
  await expect(write.reached('relay')).rejects.toMatchObject({ code: 'invalid' })
  return { replica, room }
}

test('RF7 where the room has nothing under an id its hole goes alone, once, so that everybody learns whose the id is', async () => {
  const { replica, room } = await refused()
  await room.welcome()
  await untilSent(room, 2)
  expect(described(room.updates[1]!.update)).toEqual({ clients: [replica.client], entries: 0 })
  await room.ack()
  expect(room.updates).toHaveLength(2)
  expect(replica.status.value).toMatchObject({ pending: 0, refused: [{ code: 'invalid' }] })
  const write = replica.append([entry('good')])
  await untilSent(room, 3)
  expect(described(room.updates[2]!.update)).toEqual({ clients: [replica.client], entries: 1 })
  await room.ack()
  await write.reached('relay')
})

test('RF7 a hole waits for the next write where the room has something under its id, where nothing may be appended, and where it was refused alone', async () => {
  const known = await refused()
  await known.room.welcome({ vector: new Map([[known.replica.client, 1]]) })
  expect(known.room.updates).toHaveLength(1)

  const reader = await refused()
  await reader.room.welcome({ rights: ['read'] })
  expect(reader.room.updates).toHaveLength(1)
  reader.replica.receive({ type: 'rights-changed', channel: 1, rights: ['read', 'append'] })
  await untilSent(reader.room, 2)

  await reader.room.refuse('invalid')
  await reader.room.welcome()
  expect(reader.room.updates).toHaveLength(2)
  reader.replica.append([entry('good')])
  await untilSent(reader.room, 3)
  expect(described(reader.room.updates[2]!.update)).toMatchObject({ entries: 1 })
})
