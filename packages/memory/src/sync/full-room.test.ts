import { startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'
import { connectionForTest, replicaForTest, room } from './real-relay.fixture'

/** A replica that filled its room: the relay takes no write of a thousand bytes more. */
async function inFullRoom() {
  const relay = await startRelay({ data: memoryStorage(), insecure: true, limits: { roomBytes: 10_800 } })
  onTestFinished(() => relay.close())
  const replica = await replicaForTest('ada')
  const connection = connectionForTest(relay.url, 'ada')
  connection.attach(replica)
  const add = () => replica.append([{ key: 'k', parents: [], payload: 'x'.repeat(1000) }])
  const writes = Array.from({ length: 10 }, add)
  await replica.flush('relay')
  return { relay, replica, connection, add, first: writes[0]!.dots }
}

test('RF9 what a full room refused goes on by itself when there is room again', async () => {
  const { relay, replica, add, first } = await inFullRoom()
  const write = add()
  await expect.poll(() => replica.status.value.state).toBe('waiting')
  await relay.compactRoom(room, { without: first })
  await write.reached('relay')
  expect(replica.parked()).toEqual([])
})
