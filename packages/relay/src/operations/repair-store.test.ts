import { nextEntry, type PolicyEntry, roomToString } from '@commonplace/protocol'
import { type KeyPart, keyToParts, storageKey } from '@commonplace/storage'
import { type MemoryStorage, memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { loadPolicy, putPolicyEntry } from '../access/stored-policy'
import { item, rawUpdate } from '../guard/raw-update.fixture'
import { HandClock, testKey } from '../identity/tokens.fixture'
import { itemKey, journalKey, relayKey } from '../log/keys'
import { killed, setup } from '../log/logged-room.fixture'
import { openLog } from '../log/open-log'
import { decodeItem, encodeItem } from '../log/stored-item'
import { payloadsOf, RawClient, Writer } from '../server/raw-client.fixture'
import { testRelay } from '../server/test-relay.fixture'
import { inspectStore } from './inspect-store'
import { type Aside, type AsideSink, repairStore } from './repair-store'

const nameOf = (space: string) => roomToString({ tenant: 'default', space, segment: 0 })
const recordOf = (space: string, first: number) => itemKey(nameOf(space), { first, level: 0 })

/** Two rooms of four records in turn, each of a commit of its own, as a relay that was killed left them, or one that opened that. */
async function left(by: 'killed' | 'opened'): Promise<MemoryStorage> {
  const storage = memoryStorage()
  const relay = await testRelay({ data: storage })
  const writers = await Promise.all(
    ['alpha', 'beta'].map(async space => {
      const client = await RawClient.greet(relay.url, 'ada')
      const id = space === 'alpha' ? 101 : 102
      const { joined } = await client.join(space, { ids: [id] })
      return { client, joined, writer: new Writer(id), space }
    }),
  )
  for (const seq of [1, 2, 3, 4]) {
    for (const { client, joined, writer, space } of writers) {
      const update = writer.push(`${space} ${seq}`)
      client.send({ type: 'update', channel: joined.channel, seq, lease: null, codec: 0, update })
      await client.next('ack')
    }
  }
  const killed = memoryStorage({ from: storage.disk.copy() })
  await relay.close()
  if (by === 'opened') await openLog(killed, () => 'e')
  return killed
}

class Sink implements AsideSink {
  readonly found: Aside[] = []
  isSynced = true
  async add(aside: Aside): Promise<void> {
    this.found.push(aside)
    this.isSynced = false
  }
  async sync(): Promise<void> {
    this.isSynced = true
  }
}

async function flip(storage: MemoryStorage, key: Uint8Array): Promise<Uint8Array> {
  const value = (await storage.get(key))!.slice()
  value[value.length - 3]! ^= 0x10
  await storage.commit([{ put: key, value }])
  return value
}

/** What a relay on this store gives a joiner. */
async function served(storage: MemoryStorage, space: string, id: number) {
  const relay = await testRelay({ data: memoryStorage({ from: storage.disk.copy() }) })
  const client = await RawClient.greet(relay.url, 'eve')
  const { pieces } = await client.join(space)
  const payloads = payloadsOf(pieces.map(({ update }) => update)).get(id) ?? []
  await relay.close()
  return payloads
}

const places = (found: readonly { readonly place: readonly KeyPart[] }[]) =>
  found.map(({ place }) => place.map(part => (typeof part === 'string' ? part : Number(part))))

test('a journal that is damaged in the middle: its rooms are served up to what is gone, the rest is set aside', async () => {
  const storage = await left('killed')
  const { epoch } = await inspectStore(storage)
  const bytes = await flip(storage, journalKey(3))
  await expect(testRelay({ data: memoryStorage({ from: storage.disk.copy() }) })).rejects.toThrow(/before its record 4/)
  const found = await inspectStore(storage)
  expect(found.damage).toEqual([
    'the journal is damaged before its record 4: its checksum differs',
    `record 3, ${bytes.length} bytes: its checksum differs`,
  ])
  expect(found.rooms.map(({ room, damage }) => [room, damage])).toEqual([
    [nameOf('beta'), []],
    [nameOf('alpha'), ['after record 1 comes 3']],
  ])

  const sink = new Sink()
  const repaired = await repairStore(storage, sink, () => 'another')
  expect(sink.found[0]).toEqual({ place: ['journal', 3], why: 'its checksum differs', bytes })
  expect(places(sink.found.slice(1))).toEqual(places([3, 4].map(n => ({ place: keyToParts(recordOf('alpha', n)) }))))
  expect([repaired.aside.length, sink.isSynced]).toEqual([3, true])
  expect(epoch).not.toBe('another')
  const report = await inspectStore(storage)
  expect([report.epoch, report.damage, ...report.rooms.map(({ damage }) => damage)]).toEqual(['another', [], [], []])
  expect(await served(storage, 'alpha', 101)).toEqual(['alpha 1'])
  expect(await served(storage, 'beta', 102)).toEqual(['beta 1', 'beta 2', 'beta 3', 'beta 4'])
})

test('a room that is damaged in the middle is served again, and no other room loses anything', async () => {
  const storage = await left('opened')
  await flip(storage, recordOf('beta', 3))
  const sink = new Sink()
  await repairStore(storage, sink, () => 'another')
  expect(places(sink.found)).toEqual(places([3, 4].map(n => ({ place: keyToParts(recordOf('beta', n)) }))))
  expect(await served(storage, 'alpha', 101)).toHaveLength(4)
  expect(await served(storage, 'beta', 102)).toEqual(['beta 1', 'beta 2'])
})

test('a record with a client id above 2^53 - 1, which relays once took, is set aside, and its room can be joined', async () => {
  const storage = await left('opened')
  const key = recordOf('beta', 4)
  const record = decodeItem((await storage.get(key))!)
  const client = 2 ** 53
  const bytes = rawUpdate([{ client, clock: 0, structs: [item(client, 0)] }])
  await storage.commit([{ put: recordOf('beta', 3), value: encodeItem({ ...record, first: 3, last: 3, bytes }) }])
  expect((await inspectStore(storage)).rooms.map(({ damage }) => damage.length)).toContain(1)
  const sink = new Sink()
  await repairStore(storage, sink, () => 'another')
  expect(places(sink.found)).toEqual(places([3, 4].map(n => ({ place: keyToParts(recordOf('beta', n)) }))))
  expect(await served(storage, 'beta', 102)).toEqual(['beta 1', 'beta 2'])
})

test('a damaged record that the journal has whole is taken from there', async () => {
  const storage = await left('killed')
  await storage.commit([{ put: recordOf('alpha', 2), value: new Uint8Array(20) }])
  const sink = new Sink()
  await repairStore(storage, sink, () => 'another')
  expect(places(sink.found)).toEqual(places([{ place: keyToParts(recordOf('alpha', 2)) }]))
  expect(await served(storage, 'alpha', 101)).toHaveLength(4)
})

test('a record that is missing from the journal is told', async () => {
  const storage = await left('killed')
  await storage.commit([{ delete: journalKey(8) }, { delete: journalKey(2) }])
  const { missing } = await repairStore(storage, new Sink(), () => 'another')
  expect(missing).toEqual(['journal records 2 to 2'])
  expect(await served(storage, 'alpha', 101)).toHaveLength(4)
})

test('a sound store, with a journal or without, stays as it is', async () => {
  for (const by of ['killed', 'opened'] as const) {
    const storage = await left(by)
    const before = await inspectStore(storage)
    const sink = new Sink()
    expect(await repairStore(storage, sink, () => 'another')).toEqual({ aside: [], missing: [] })
    expect([await inspectStore(storage), sink.found]).toEqual([before, []])
  }
})

test('nothing is taken out of the store when it cannot be set aside', async () => {
  const storage = await left('opened')
  await flip(storage, recordOf('beta', 3))
  const before = await inspectStore(storage)
  const sink = new Sink()
  sink.sync = () => Promise.reject(new Error('the disk is full'))
  await expect(repairStore(storage, sink, () => 'another')).rejects.toThrow('the disk is full')
  expect(await inspectStore(storage)).toEqual(before)
  expect(await storage.get(storageKey('relay'))).toBeDefined()
})

test('what a compaction cut in two while the journal held it is sound', async () => {
  const { storage, committer, a } = setup()
  for (let n = 0; n < 3; n++) a.write()
  await committer.flush()
  a.compact()
  await committer.flush()
  const after = killed(storage)
  expect(await repairStore(after, new Sink(), () => 'another')).toEqual({ aside: [], missing: [] })
})

test('a store that does not say its epoch gets another, and is what it was otherwise', async () => {
  const storage = await left('killed')
  const bytes = new TextEncoder().encode('{"version":2,"epo')
  await storage.commit([{ put: relayKey, value: bytes }])
  await expect(testRelay({ data: memoryStorage({ from: storage.disk.copy() }) })).rejects.toMatchObject({
    code: 'damaged',
    hint: expect.stringContaining('repair'),
  })
  const sink = new Sink()
  expect(await repairStore(storage, sink, () => 'another')).toMatchObject({
    aside: [{ place: ['relay'] }],
    missing: [],
  })
  expect(sink.found).toMatchObject([{ bytes }])
  expect((await inspectStore(storage)).epoch).toBe('another')
  expect(await served(storage, 'alpha', 101)).toHaveLength(4)
})

test('a damaged policy log goes aside as a whole where that is asked for, so that nothing that was revoked comes back', async () => {
  const storage = await left('opened')
  const line = (tenant: string, before: PolicyEntry | undefined, right: 'grant' | 'revoke') =>
    nextEntry(tenant, before, {
      now: 1,
      by: 'root',
      statement: { do: right, agent: 'bob', space: 'team', right: 'read' },
    })
  for (const tenant of ['acme', 'other']) {
    const granted = line(tenant, undefined, 'grant')
    const revoked = line(tenant, granted, 'revoke')
    await storage.commit([putPolicyEntry(tenant, granted), putPolicyEntry(tenant, revoked)])
  }
  const broken = storageKey('policy', 'acme', 2)
  const bytes = (await storage.get(broken))!
  await storage.commit([{ put: broken, value: bytes.slice(0, -4) }])
  const identity = await testKey(new HandClock())
  const open = () =>
    testRelay({
      data: memoryStorage({ from: storage.disk.copy() }),
      insecure: false,
      tokens: { keys: { keys: [identity.jwk] } },
    })
  await expect(open()).rejects.toMatchObject({ code: 'damaged', hint: expect.stringContaining('--policy-aside') })
  expect(await repairStore(storage, new Sink(), () => 'another')).toEqual({ aside: [], missing: [] })
  const sink = new Sink()
  await repairStore(storage, sink, () => 'another', true)
  expect(places(sink.found)).toEqual([
    ['policy', 'acme', 1],
    ['policy', 'acme', 2],
  ])
  expect(sink.found[0]!.why).toContain('the policy log of tenant "acme" is damaged')
  expect([...(await loadPolicy(storage))].map(([tenant, entries]) => [tenant, entries.length])).toEqual([['other', 2]])
  expect((await inspectStore(storage)).damage).toEqual([])
  await (await open()).close()
})
