import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { entry, liveReplica, openReplica, ScriptedRoom } from './scripted-room.fixture'
import { settle } from './simulated-agent.fixture'

const [mine, spare] = [Uint8Array.of(1), Uint8Array.of(2)]
const drawn = 5000

/** A live replica that was given receipts, for its id and a spare one. */
async function receipted() {
  const live = await liveReplica()
  const receipts = [
    { client: live.replica.client, mac: mine },
    { client: drawn, mac: spare },
  ]
  live.replica.receive({ type: 'receipts', channel: 1, receipts })
  await settle()
  return live
}

test('ID14 receipts are kept over a crash, and shown for the ids that a join names and for the spare one', async () => {
  const { replica, storage } = await receipted()
  const old = replica.client
  replica.append([entry('a')])
  await settle()
  const { replica: next } = await openReplica({ storage: memoryStorage({ from: storage.crash() }) })
  expect(next.client).toBe(drawn)
  const [join] = new ScriptedRoom(next).joins
  expect(join).toMatchObject({ ids: [drawn, old] })
  expect(join!.receipts).toEqual([
    { client: drawn, mac: spare },
    { client: old, mac: mine },
  ])
})

test('ID16 the spare id is taken when the own one is denied, once', async () => {
  const { replica } = await receipted()
  replica.disconnect()
  const write = replica.append([entry('a')])
  const denied = replica.client
  const room = new ScriptedRoom(replica)
  await room.welcome({ taken: [denied], epoch: 'two' })
  expect([replica.client, write.dots]).toEqual([drawn, [{ client: drawn, clock: 0 }]])
  expect(room.joins.at(-1)!.receipts).toEqual([{ client: drawn, mac: spare }])
  await room.welcome({ taken: [drawn], epoch: 'two' })
  expect([denied, drawn]).not.toContain(replica.client)
})
