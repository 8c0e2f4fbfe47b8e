import type { Storage } from '@commonplace/storage'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { startRelay } from '../index'
import { ask, governed, writeInto } from './guarded-relay.fixture'
import { type RawClient, Writer } from './raw-client.fixture'

const inTenant = { tenant: 'acme' }
const joinOf = (space: string, request = 1) =>
  ({
    type: 'join',
    request,
    room: { tenant: 'acme', space, segment: 0 },
    epoch: '',
    ids: [],
    vector: new Map(),
    deletesDigest: 0,
  }) as const

/** The update frames of a writer in a channel, counted. */
function pen(client: RawClient, channel: number, writer: Writer) {
  let seq = 0
  return (payload: string) =>
    client.send({ type: 'update', channel, seq: ++seq, lease: null, codec: 0, update: writer.push(payload) })
}

test('AC4 a revocation closes the room on an open connection, and nothing more of it comes', async () => {
  const { grant, revoke, greet } = await governed()
  for (const agent of ['ada', 'bob']) await grant(agent, 'team', 'append')
  const [ada, bob] = [await greet('ada'), await greet('bob')]
  const { joined } = await ada.join('team', { ids: [101], ...inTenant })
  const write = pen(ada, joined.channel, new Writer(101))
  await bob.join('team', { ids: [102], ...inTenant })
  write('seen')
  await bob.next('updates')
  await revoke('bob', 'team', 'read')
  expect(await bob.next('closed')).toMatchObject({ channel: joined.channel, code: 'revoked' })
  write('CANARY')
  await ada.next('ack')
  await ada.next('ack')
  await bob.settle()
  expect(bob.pending).toEqual(['bindings'])
  bob.send(joinOf('team', 2))
  expect(await bob.next('join-refused')).toMatchObject({ code: 'unknown-room' })
  const update = new Writer(102).push('too late')
  bob.send({ type: 'update', channel: joined.channel, seq: 1, lease: null, codec: 0, update })
  await bob.settle()
  expect(bob.pending).toEqual(['bindings'])
})

test('AC4 what was taken before a revocation is acknowledged before the room is closed', async () => {
  const storage = memoryStorage()
  let gate = Promise.resolve()
  let asked = 0
  const held: Storage = {
    get: key => storage.get(key),
    range: (...args) => storage.range(...args),
    close: () => storage.close(),
    commit: operations => {
      asked++
      return gate.then(() => storage.commit(operations))
    },
  }
  const { grant, revoke, greet } = await governed({ data: held })
  await grant('ada', 'team', 'append')
  const ada = await greet('ada')
  const { joined } = await ada.join('team', { ids: [101], ...inTenant })
  let release = () => {}
  gate = new Promise(resolve => {
    release = resolve
  })
  const before = asked
  const revoked = revoke('ada', 'team', 'read')
  await expect.poll(() => asked, { interval: 1 }).toBe(before + 1)
  // The line is on its way to the disk: what comes now is still taken, and gets there after it.
  pen(ada, joined.channel, new Writer(101))('taken')
  await ada.settle()
  release()
  await revoked
  await ada.next('closed')
  expect(ada.pending).toEqual(['ack'])
})

test('AC5 AC7 a grant takes effect without a new connection', async () => {
  const { grant, revoke, greet } = await governed()
  const ada = await greet('ada')
  ada.send(joinOf('team', 7))
  expect(await ada.next('join-refused')).toMatchObject({ request: 7, code: 'unknown-room' })
  await grant('bob', 'team', 'read')
  await grant('ada', 'other', 'read')
  await ada.settle()
  expect(ada.pending).toEqual([])
  await grant('ada', 'team', 'read')
  expect(await ada.next('admitted')).toEqual({ type: 'admitted', request: 7 })
  const { joined } = await ada.join('team', { request: 8, ids: [101], ...inTenant })
  expect(joined.rights).toEqual(['discover', 'read'])
  await grant('ada', 'team', 'append')
  expect(await ada.next('rights-changed')).toMatchObject({ rights: ['discover', 'read', 'append'] })
  pen(ada, joined.channel, new Writer(101))('now')
  expect(await ada.next('ack')).toMatchObject({ upTo: 1 })
  await revoke('ada', 'team', 'append')
  expect(await ada.next('rights-changed')).toMatchObject({ rights: ['discover', 'read'] })
  await revoke('ada', 'team', 'discover')
  await ada.next('closed')
  await grant('ada', 'team', 'read')
  expect(await ada.next('admitted')).toEqual({ type: 'admitted', request: 8 })
})

test('AC1 AC4 who loses the user loses what it did for that user only', async () => {
  const { grant, change, greet } = await governed()
  await grant('billing', '*', 'append')
  for (const user of ['ada', 'bob']) await change({ do: 'grant', user, agent: 'billing' })
  const [forAda, forBob] = [await greet('billing', 'ada'), await greet('billing', 'bob')]
  for (const client of [forAda, forBob]) await client.join('team', inTenant)
  await change({ do: 'revoke', user: 'ada', agent: '*' })
  await forAda.next('closed')
  await forBob.settle()
  expect(forBob.pending).toEqual([])
})

test('AC6 a lease ends with the right of its holder, here or away, and who waited is told', async () => {
  const { grant, revoke, greet } = await governed()
  for (const agent of ['ada', 'bob', 'eve']) await grant(agent, 'team', 'append')
  const [ada, bob, eve] = [await greet('ada'), await greet('bob'), await greet('eve')]
  const { joined } = await ada.join('team', { ids: [101], ...inTenant })
  const { channel } = joined
  for (const client of [bob, eve]) await client.join('team', inTenant)
  const acquire = (client: RawClient, key: string) =>
    client.send({ type: 'acquire', channel, request: 1, key, holder: 1, ttlMs: 60_000 })
  for (const [client, key] of [
    [ada, 'a'],
    [eve, 'e'],
  ] as const) {
    acquire(client, key)
    await client.next('granted')
    acquire(bob, key)
    await bob.next('held')
  }
  eve.cut()
  await revoke('ada', 'team', 'append')
  expect(await ada.next('ended')).toMatchObject({ reason: 'revoked' })
  expect(await bob.next('ended')).toMatchObject({ reason: 'revoked' })
  await revoke('eve', 'team', 'discover')
  expect(await bob.next('ended')).toMatchObject({ reason: 'revoked' })
  acquire(bob, 'a')
  await bob.next('granted')
})

test('AC2 AC10 what begins or ends at a time does so on open connections; a clock set back undoes nothing', async () => {
  const { change, clock, greet } = await governed()
  const now = clock.now()
  await change({ do: 'grant', agent: 'ada', space: 'team', right: 'read', from: now + 1000, until: now + 5000 })
  const ada = await greet('ada')
  ada.send(joinOf('team', 1))
  await ada.next('join-refused')
  clock.pass(1000)
  await ada.next('admitted')
  await ada.join('team', { request: 2, ...inTenant })
  clock.pass(4000)
  expect(await ada.next('closed')).toMatchObject({ code: 'revoked' })
  // Back to when it counted.
  clock.pass(-3000)
  ada.send(joinOf('team', 3))
  expect(await ada.next('join-refused')).toMatchObject({ code: 'unknown-room' })
})

test('AC3 the log survives a restart, and one that was touched keeps the relay from starting', async () => {
  const storage = memoryStorage()
  const kept = { ...storage, close: async () => {} }
  for (const method of ['get', 'range', 'commit'] as const)
    Object.assign(kept, { [method]: storage[method].bind(storage) })
  const first = await governed({ data: kept })
  await first.grant('ada', 'team', 'append')
  await first.revoke('bob', 'team', 'read')
  await first.relay.close()
  const second = await startRelay({ data: kept, tokens: first.tokens, clock: first.clock })
  const { content } = await ask(second.url, first.root, '')
  expect(content.entries).toHaveLength(2)
  expect(content.head).toBe(content.entries[1].hash)
  await second.close()
  for await (const { key, value } of storage.range(Uint8Array.of(0), Uint8Array.of(255))) {
    const text = new TextDecoder().decode(value)
    if (!text.includes('"revoke"')) continue
    await storage.commit([{ put: key, value: new TextEncoder().encode(text.replace('bob', 'ada')) }])
  }
  await expect(startRelay({ data: kept, tokens: first.tokens })).rejects.toThrow('line 2 is not what was logged')
})

test('AC9 AC11 AC13 who may change the policy, and who sees what of it', async () => {
  const { url, sign, root, grant, revoke } = await governed()
  const ada = await sign({ agent: 'ada' })
  const mine = { do: 'grant', agent: 'ada', space: 'team', right: 'read' }
  expect((await ask(url, ada, '', mine)).status).toBe(403)
  expect((await ask(url, 'x', '')).status).toBe(401)
  expect((await ask(url, root, '', { ...mine, right: 'write' })).status).toBe(400)
  expect((await ask(url, root, '/nothing')).status).toBe(404)
  await revoke('ada', 'secret', 'read')
  await grant('bob', 'vault', 'admin')
  await grant('ada', 'team', 'admin')
  expect((await ask(url, ada, '', { ...mine, agent: 'bob' })).status).toBe(201)
  for (const space of ['vault', '*', 'te*']) expect((await ask(url, ada, '', { ...mine, space })).status).toBe(403)
  expect((await ask(url, ada, '', { do: 'grant', user: '*', agent: 'ada' })).status).toBe(403)
  const { content } = await ask(url, ada, '?after=0')
  expect(content.entries.map(({ number }: { number: number }) => number)).toEqual([1, 2])
  expect(JSON.stringify(content)).not.toMatch(/secret|vault/)
  expect((await ask(url, root, '?after=1')).content.entries).toHaveLength(3)
  const why = await ask(url, ada, '/explain?agent=bob&space=team')
  expect(why.content).toMatchObject({
    rights: ['discover', 'read'],
    because: [{ isInForce: true, entry: { by: 'ada' } }],
  })
  expect((await ask(url, ada, '/explain?agent=bob&space=vault')).status).toBe(403)
  const past = await ask(url, root, `/explain?agent=bob&space=team&at=2029-01-01T00:00:00Z`)
  expect(past.content).toMatchObject({ rights: [], because: [{ isInForce: false }] })
})

test('TK10 what is written by who may is on the log; a body that is too long is not', async () => {
  const { url, root, grant, greet } = await governed()
  await grant('ada', 'team', 'append')
  await writeInto(await greet('ada'), 'team', 101, 'a')
  const { status } = await ask(url, root, '', { do: 'grant', agent: 'x'.repeat(20_000), space: 's', right: 'read' })
  expect(status).toBe(413)
})
