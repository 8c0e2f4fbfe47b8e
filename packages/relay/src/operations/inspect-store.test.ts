import { nextEntry, roomToString } from '@commonplace/protocol'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { putPolicyEntry } from '../access/stored-policy'
import { itemKey, relayKey, roomKey } from '../log/keys'
import { openLog } from '../log/open-log'
import { RawClient, Writer } from '../server/raw-client.fixture'
import { testRelay } from '../server/test-relay.fixture'
import { inspectStore } from './inspect-store'
import { renderReport } from './render-report'

const rooms = ['beta', 'alpha', 'gamma'] as const
const nameOf = (space: string) => roomToString({ tenant: 'default', space, segment: 0 })

/** A store with three rooms of three records each, of which each is of a commit of its own. */
async function filled(by: 'killed' | 'opened' = 'opened') {
  const storage = memoryStorage()
  const relay = await testRelay({ data: storage })
  for (const space of rooms) {
    const ada = await RawClient.greet(relay.url, 'ada')
    const { joined } = await ada.join(space, { ids: [101] })
    const writer = new Writer(101)
    for (const seq of [1, 2, 3]) {
      const update = writer.push('a payload')
      ada.send({ type: 'update', channel: joined.channel, seq, lease: null, codec: 0, update })
      await ada.next('ack')
    }
  }
  const killed = memoryStorage({ from: storage.disk.copy() })
  await relay.close()
  // One that closes folds them.
  if (by === 'opened') await openLog(killed, () => 'e')
  return killed
}

test('every room is counted, and nothing of its content is in the report', async () => {
  const report = await inspectStore(await filled())
  expect(report.epoch).toMatch(/^[0-9a-f-]{36}$/)
  expect(report.rooms.map(({ room }) => room)).toEqual([nameOf('beta'), nameOf('alpha'), nameOf('gamma')])
  for (const room of report.rooms) {
    expect(room).toMatchObject({ records: 3, pieces: 0, clients: 1, damage: [] })
    expect(room.bytes).toBeGreaterThan(100)
  }
  // The epoch is random, and the tags are hashes: either may spell anything hexadecimal.
  const random = [report.epoch, ...report.rooms.map(({ tag }) => tag)]
  const told = random.reduce((text, hex) => text.replaceAll(hex, ''), JSON.stringify(report) + renderReport(report))
  expect(told).not.toMatch(/payload|101|ada/)
})

test('damage is told by room and place, and the other rooms are read', async () => {
  const storage = await filled()
  const name = nameOf('alpha')
  await storage.commit([
    { put: itemKey(name, { first: 2, level: 0 }), value: Uint8Array.of(1, 2, 3) },
    { delete: itemKey(nameOf('beta'), { first: 2, level: 0 }) },
    { delete: roomKey(nameOf('gamma')) },
  ])
  const { rooms: found } = await inspectStore(storage)
  const damage = new Map(found.map(room => [room.room, room.damage]))
  expect(damage.get(name)).toEqual(['after record 1: shorter than its header'])
  expect(damage.get(nameOf('beta'))).toEqual(['after record 1 comes 3'])
  expect(damage.get(nameOf('gamma'))).toEqual(['the room has a log and no mode'])
  expect(renderReport({ epoch: '', rooms: found, damage: [] })).toContain('3 rooms, 3 damaged')
})

test('a store that no relay opened has no epoch and no rooms', async () => {
  expect(await inspectStore(memoryStorage())).toEqual({ epoch: '', rooms: [], damage: [] })
})

test('a room that does not say its mode is told, also where its log is in the journal alone', async () => {
  const storage = await filled()
  await storage.commit([{ put: roomKey(nameOf('alpha')), value: new TextEncoder().encode('{"version":1,"mo') }])
  const { rooms: found } = await inspectStore(storage)
  expect(found.map(({ damage }) => damage)).toEqual([[], ['what the room says of itself does not decode'], []])

  const journaled = await filled('killed')
  await journaled.commit([{ delete: roomKey(nameOf('alpha')) }])
  const alpha = (await inspectStore(journaled)).rooms.find(({ room }) => room === nameOf('alpha'))
  expect(alpha).toMatchObject({ records: 3, damage: ['the room has a log and no mode'] })
})

test('what the relay says of itself is told when it cannot be read, and so is a policy log that is not what was logged', async () => {
  const storage = await filled()
  const statement = { do: 'grant', agent: 'ada', space: 'team', right: 'read' } as const
  const first = nextEntry('acme', undefined, { now: 1, by: 'root', statement })
  const second = nextEntry('acme', first, { now: 2, by: 'root', statement })
  await storage.commit([
    { put: relayKey, value: new Uint8Array(60) },
    putPolicyEntry('acme', first),
    putPolicyEntry('acme', { ...second, by: 'mallory' }),
  ])
  const { epoch, damage, rooms: found } = await inspectStore(storage)
  expect(epoch).toBe('')
  expect(damage).toEqual([
    'what the relay says of itself does not decode',
    expect.stringMatching(/^the policy log of tenant "acme" is damaged: /),
  ])
  expect(found).toHaveLength(3)
})
