import { decodeUpdate, defaultLimits } from '@commonplace/protocol'
import { storageKey } from '@commonplace/storage'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { purge } from './purge'
import { connectionForTest, payloadsOf, relayForTest, replicaForTest, until, untilDoc } from './real-relay.fixture'
import { entry, liveReplica, updateOf } from './scripted-room.fixture'
import { sessionEngine } from './session-engine'
import { settle } from './simulated-agent.fixture'

const other = 7
const dot = (clock: number) => ({ client: other, clock })
const one = updateOf(
  other,
  ['a', 'b', 'c'].map(payload => ({ key: 'k', payload })),
)
const curator = { rights: ['read', 'append', 'curate'] as const }

/** A replica that knows three entries of another writer, of which a restored relay has one. */
async function afterRestore() {
  const { replica, room } = await liveReplica()
  replica.disconnect()
  replica.connect(room, sessionEngine, defaultLimits)
  await room.welcome({ ...curator }, [one])
  replica.disconnect()
  replica.connect(room, sessionEngine, defaultLimits)
  const restored = { ...curator, epoch: 'two', vector: new Map([[other, 1]]) }
  await room.welcome(restored)
  return { replica, room, restored }
}

/** What the last update that the room got deletes. */
const deletedLast = (room: { readonly updates: readonly { readonly update: Uint8Array }[] }) => [
  ...decodeUpdate(room.updates.at(-1)!.update).deletes,
]
const bothDots = [
  [0, 1],
  [2, 3],
]

test('RT7 of a delete of what a restored relay lost the rest goes once its writer is back; nothing waits for that', async () => {
  const { replica, room, restored } = await afterRestore()
  const removal = replica.remove([dot(0), dot(2)])
  await settle()
  expect([...decodeUpdate(room.updates.at(-1)!.update).deletes]).toEqual([[other, [[0, 1]]]])
  const flushed = replica.flush('relay')
  const later = replica.append([entry('later')])
  await settle()
  await room.ack()
  await Promise.all([flushed, removal.reached('relay'), later.reached('relay'), replica.flush('relay')])
  expect(replica.status.value).toMatchObject({ pending: 1, refused: [] })

  const joins = room.joins.length
  replica.receive({ type: 'updates', channel: 1, number: 9, updates: [one] })
  await settle()
  expect(room.joins).toHaveLength(joins + 1)
  await room.welcome({ ...restored, vector: new Map([[other, 3]]) })
  expect(deletedLast(room)).toEqual([[other, bothDots]])
  await room.ack()
  expect(replica.status.value.pending).toBe(0)
})

test('RT7 the waiting part is not forgotten when the disk was purged and a write before it is refused', async () => {
  const { replica, room, restored } = await afterRestore()
  const refused = replica.append([entry('refused')])
  await settle()
  const removal = replica.remove([dot(0), dot(2)])
  await purge(replica)
  await room.refuse('invalid', 1)
  expect(refused.tier).toBe('refused')
  await room.welcome(restored)
  await room.ack()
  await removal.reached('relay')
  expect(replica.status.value.pending).toBe(1)

  replica.receive({ type: 'updates', channel: 1, number: 9, updates: [one] })
  await settle()
  await room.welcome({ ...restored, vector: new Map([[other, 3]]) })
  expect(deletedLast(room)).toEqual([[other, bothDots]])
  await room.ack()
  expect(replica.status.value.pending).toBe(0)
})

test('RT7 what others write after the join can be deleted at once', async () => {
  const { replica, room } = await liveReplica()
  replica.receive({ type: 'rights-changed', channel: 1, rights: [...curator.rights] })
  replica.receive({ type: 'updates', channel: 1, number: 1, updates: [one] })
  await settle()
  replica.remove([dot(2)])
  await settle()
  expect(deletedLast(room)).toEqual([[other, [[2, 3]]]])
  await room.ack()
  expect(replica.status.value.pending).toBe(0)
})

test('RT7 a delete of what a restored relay lost is not refused: it comes about when the writer is back', async () => {
  const data = memoryStorage()
  const first = await relayForTest(data)
  const [phone, laptop] = [await replicaForTest('ada'), await replicaForTest('ada')]
  const phones = connectionForTest(first.url, 'ada')
  phones.attach(phone)
  const laptops = connectionForTest(first.url, 'ada')
  laptops.attach(laptop)
  await phone.append([entry('kept')]).reached('relay')
  const backup = memoryStorage({ from: data.disk.copy() })
  // Whoever puts a backup back says so: the log is not the one that acknowledged what came after it.
  await backup.commit([{ delete: storageKey('relay') }])
  const lost = phone.append([entry('lost')])
  await lost.reached('relay')
  await untilDoc(laptop, () => payloadsOf(laptop).includes('lost'))
  phones.pause()
  laptops.pause()
  await first.close()
  await relayForTest(backup, first.port)
  laptops.resume()
  const removal = laptop.remove(lost.dots)
  await removal.reached('relay')
  expect(laptop.parked()).toEqual([])
  phones.resume()
  await untilDoc(phone, () => !payloadsOf(phone).includes('lost'))
  await until(laptop.status, ({ pending }) => pending === 0)
  const late = await replicaForTest('late')
  connectionForTest(first.url, 'late').attach(late)
  await until(late.status, ({ synced }) => synced)
  expect(payloadsOf(late)).toEqual(['kept'])
})
