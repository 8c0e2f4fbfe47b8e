import { type ClientFrame, encodeFrame } from '@commonplace/protocol'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { type Sign, testKey } from '../identity/tokens.fixture'
import { type RelayOptions, startRelay } from '../index'
import { greet, guarded, hello, writeInto } from './guarded-relay.fixture'
import { payloadsOf, RawClient, Writer } from './raw-client.fixture'
import { testRelay } from './test-relay.fixture'

/** How the relay ends a socket that says this. */
async function ending(url: string, ...frames: ClientFrame[]) {
  const client = await RawClient.open(url)
  client.sendTogether(...frames)
  return endOf(client)
}

async function endOf(client: RawClient) {
  const { code, value } = await client.next('failed')
  return { code, value, close: await client.closed }
}

const turnedAway = { code: 'unauthorised', value: 0, close: 4401 }
const inTenant = { tenant: 'acme' }

test('TK1 a relay without keys starts only when its owner says insecure, on this machine; one with keys anywhere', async () => {
  const data = memoryStorage()
  await expect(startRelay({ data })).rejects.toThrow('no keys')
  await expect(testRelay({ host: '127.0.0.2' })).rejects.toThrow('does not listen on "127.0.0.2"')
  const { tokens, sign, url } = await guarded({ host: '127.0.0.2' })
  await expect(startRelay({ data, tokens, insecure: true })).rejects.toThrow('choose one')
  await (await greet(url, sign())).settle()
})

test('TK4 TK5 HS6 the token says who it is, and the relay for how long', async () => {
  const { url, sign } = await guarded()
  const client = await RawClient.open(url)
  client.send(hello(await sign({ user: 'eve' }), { tenant: 'acme', agent: 'ada', user: '' }))
  expect(await client.next('welcome')).toMatchObject({ tenant: 'acme', agent: 'ada', user: 'eve' })
  expect(await client.next('expires')).toEqual({ type: 'expires', afterMs: 605_000 })
})

test('TK4 a hello that says otherwise than its token is turned away', async () => {
  const { url, sign } = await guarded()
  const token = await sign({ user: 'eve' })
  for (const names of [{ agent: 'bob' }, { tenant: 'other' }, { user: 'bob' }]) {
    expect(await ending(url, hello(token, { agent: 'ada', ...names })), JSON.stringify(names)).toEqual(turnedAway)
  }
  expect(await ending(url, hello(await sign(), { user: 'eve' }))).toEqual(turnedAway)
})

test('TK2 TK3 without a token that holds nobody comes in', async () => {
  const { url, sign, clock } = await guarded()
  const now = Math.floor(clock.now() / 1000)
  const stranger = await testKey(clock)
  const tokens = ['', 'x', await stranger.sign(), await sign({ exp: now - 10 }), await sign({ aud: 'other' })]
  for (const token of tokens) expect(await ending(url, hello(token, { agent: 'ada' })), token).toEqual(turnedAway)
  const client = await RawClient.open(url)
  client.send(hello('', { agent: 'ada' }))
  expect((await client.next('failed')).message).toBe('this relay wants a token')
})

test('LM2 a token beyond tokenBytes is too large', async () => {
  const { url } = await guarded()
  const answer = { code: 'too-large', value: 8192, close: 4413 }
  expect(await ending(url, hello('x'.repeat(8193)))).toEqual(answer)
})

test('LM2 YW1 a stock client with a token beyond tokenBytes is turned away, whatever it says', async () => {
  const { url, sign } = await guarded({ limits: { tokenBytes: 200 } })
  const token = await sign()
  expect(token.length).toBeGreaterThan(200)
  expect((await upgrade(`${url}/acme/team`, [`commonplace-token.${token}`])).status).toBe(401)
})

test('HS7 what comes before the welcome ends the socket', async () => {
  const { url, sign } = await guarded()
  const token = await sign()
  for (const frame of [{ type: 'ping', nonce: 1 } as const, hello(token), { type: 'refresh', token } as const]) {
    expect(await ending(url, hello(token), frame)).toMatchObject({ code: 'invalid', close: 4400 })
  }
})

test('TK10 JN9 a room that is denied is answered as one that is absent, byte by byte', async () => {
  const { url, sign } = await guarded()
  await writeInto(await greet(url, sign()), 'agents/ada', 101, 'mine')
  const bob = await greet(url, sign({ agent: 'bob' }))
  const answers = new Set<string>()
  const rooms = [
    { tenant: 'acme', space: 'agents/ada', segment: 0 },
    { tenant: 'acme', space: 'agents/eve', segment: 0 },
    { tenant: 'acme', space: 'nothing', segment: 0 },
    { tenant: 'acme', space: 'known', segment: 0 },
    { tenant: 'other', space: 'team', segment: 0 },
    { tenant: 'acme', space: 'agents/ada', segment: 1 },
  ]
  for (const [request, room] of rooms.entries()) {
    bob.send({ type: 'join', request, room, epoch: '', ids: [], vector: new Map(), deletesDigest: 0 })
    const refused = await bob.next('join-refused')
    expect(refused).toMatchObject({ request, code: 'unknown-room' })
    answers.add(Buffer.from(encodeFrame({ ...refused, request: 0 })).toString('hex'))
  }
  expect(answers.size).toBe(1)
})

test('JN20 a segment is a room of its own, under the rights of its space', async () => {
  const { url, sign } = await guarded()
  const editor = await greet(url, sign({ agent: 'editor' }))
  await writeInto(editor, 'news', 101, 'read all about it')
  const part = await editor.join('news', { ids: [102], segment: 7, ...inTenant })
  expect(part.pieces).toEqual([])
  expect(part.joined.rights).toContain('append')
  const reader = await greet(url, sign())
  expect((await reader.join('news', { segment: 7, ...inTenant })).joined.rights).toEqual(['discover', 'read'])
})

test('TK11 GD11 a reader reads, shows itself, repeats what is known, and may not write', async () => {
  const { url, sign, clock } = await guarded()
  const editor = await greet(url, sign({ agent: 'editor' }))
  await writeInto(editor, 'news', 101, 'read all about it')
  const reader = await greet(url, sign())
  const { joined, pieces } = await reader.join('news', { ids: [202], ...inTenant })
  expect(joined.rights).toEqual(['discover', 'read'])
  expect(payloadsOf(pieces.map(({ update }) => update))).toEqual(new Map([[101, ['read all about it']]]))
  const { channel } = joined
  reader.send({ type: 'presence', channel, client: 202, state: Uint8Array.of(1) })
  await reader.settle()
  clock.pass(50)
  expect(await editor.next('presence-changed')).toMatchObject({ client: 202, agent: 'ada' })
  const known = pieces[0]!.update
  reader.send({ type: 'update', channel, seq: 1, lease: null, codec: 0, update: known })
  expect(await reader.next('ack')).toMatchObject({ upTo: 1 })
  reader.send({ type: 'update', channel, seq: 2, lease: null, codec: 0, update: new Writer(202).push('spam') })
  expect(await reader.next('refused')).toMatchObject({ seq: 2, code: 'forbidden' })
  await editor.settle()
  expect(editor.pending).not.toContain('updates')
})

test('GD10 only who may curate deletes the entries of others', async () => {
  const { url, sign } = await guarded()
  await writeInto(await greet(url, sign()), 'team', 101, 'a')
  const cut = (doc: Y.Doc) => doc.getArray('w/2t/0').delete(0)
  for (const [agent, answer] of [['bob', 'refused'] as const, ['curator', 'ack'] as const]) {
    const client = await greet(url, sign({ agent }))
    const { joined, pieces } = await client.join('team', inTenant)
    const writer = new Writer(202)
    for (const { update } of pieces) Y.applyUpdate(writer.doc, update)
    const update = writer.change(cut)
    client.send({ type: 'update', channel: joined.channel, seq: 1, lease: null, codec: 0, update })
    expect(await client.next(answer)).toMatchObject(answer === 'ack' ? { upTo: 1 } : { code: 'forbidden' })
  }
})

test('TK6 a socket whose token expires is ended, however quiet it is', async () => {
  const { url, sign, clock } = await guarded()
  const client = await greet(url, sign())
  clock.pass(604_999)
  await client.settle()
  clock.pass(1)
  expect(await endOf(client)).toEqual(turnedAway)
})

test('TK6 nothing is taken after the end, even before the timer has gone off', async () => {
  const { relay, url, sign, clock } = await guarded()
  const client = await greet(url, sign())
  const { joined } = await client.join('team', { ids: [101], ...inTenant })
  clock.pass(605_000, true)
  const update = new Writer(101).push('late')
  client.send({ type: 'update', channel: joined.channel, seq: 1, lease: null, codec: 0, update })
  expect(await endOf(client)).toEqual(turnedAway)
  expect(client.pending).toEqual([])
  const other = await greet(relay.url, sign({ agent: 'bob' }))
  expect((await other.join('team', inTenant)).pieces).toEqual([])
})

test('TK5 TK7 a refresh puts the end off and leaves the channels alone', async () => {
  const { url, sign, clock } = await guarded()
  const client = await greet(url, sign())
  const { joined } = await client.join('team', { ids: [101], ...inTenant })
  clock.pass(500_000)
  client.send({ type: 'refresh', token: await sign() })
  expect(await client.next('expires')).toEqual({ type: 'expires', afterMs: 605_000 })
  clock.pass(604_999)
  const update = new Writer(101).push('still here')
  client.send({ type: 'update', channel: joined.channel, seq: 1, lease: null, codec: 0, update })
  await client.next('ack')
  clock.pass(1)
  expect(await endOf(client)).toEqual(turnedAway)
})

test('TK7 a refresh to somebody else, or with a token that does not hold, ends the socket', async () => {
  const { url, sign, clock } = await guarded()
  const now = Math.floor(clock.now() / 1000)
  const wrong = [
    await sign({ agent: 'bob' }),
    await sign({ tenant: 'other' }),
    await sign({ user: 'eve' }),
    await sign({ exp: now - 10 }),
    await (await testKey(clock)).sign(),
    '',
  ]
  for (const token of wrong) {
    const client = await greet(url, sign())
    client.send({ type: 'refresh', token })
    expect(await endOf(client), token).toEqual(turnedAway)
  }
  const forEve = await greet(url, sign({ user: 'eve' }))
  forEve.send({ type: 'refresh', token: await sign() })
  expect(await endOf(forEve)).toEqual(turnedAway)
})

test('TK7 a refresh where nothing expires, or before the last was answered, is invalid', async () => {
  const { url: open } = await testRelay()
  const trusted = await RawClient.greet(open, 'ada')
  trusted.send({ type: 'refresh', token: 'x' })
  expect(await endOf(trusted)).toMatchObject({ code: 'invalid' })
  const { url, sign } = await guarded()
  const client = await greet(url, sign())
  const token = await sign()
  client.sendTogether({ type: 'refresh', token }, { type: 'refresh', token })
  expect(await endOf(client)).toMatchObject({ code: 'invalid' })
})

test('ID2 ID3 ID5 an id stays with its agent and user, over a restart, whatever others hold', async () => {
  const storage = memoryStorage()
  const { relay, sign, tokens, clock } = await guarded({ data: storage })
  await writeInto(await greet(relay.url, sign({ user: 'eve' })), 'team', 101, 'mine')
  await relay.close()
  const { url } = await testRelay({ data: memoryStorage({ from: storage.disk }), tokens, clock })
  const taken = async (claims: Parameters<Sign>[0]) => {
    const client = await greet(url, sign(claims))
    const { joined } = await client.join('team', { ids: [101], ...inTenant })
    return { client, joined }
  }
  expect((await taken({ agent: 'bob', user: 'eve' })).joined.taken).toEqual([101])
  expect((await taken({ user: 'bob' })).joined.taken).toEqual([101])
  expect((await taken({})).joined.taken).toEqual([101])
  const { client, joined } = await taken({ agent: 'curator', user: 'eve' })
  const writer = new Writer(101)
  writer.push('mine')
  const update = writer.push('not mine')
  client.send({ type: 'update', channel: joined.channel, seq: 1, lease: null, codec: 0, update })
  expect(await client.next('refused')).toMatchObject({ code: 'forbidden' })
  const owner = await taken({ user: 'eve' })
  expect(owner.joined).toMatchObject({ taken: [], bindings: [{ client: 101, agent: 'ada', user: 'eve' }] })
})

test('ID2 ID3 before its first write an id is held by who named it first', async () => {
  const { url, sign } = await guarded()
  const first = await greet(url, sign())
  await first.join('team', { ids: [101], ...inTenant })
  const bob = await greet(url, sign({ agent: 'bob' }))
  expect((await bob.join('team', { ids: [101, 102], ...inTenant })).joined.taken).toEqual([101])
})

/** How an upgrade of a stock client ends: the status of a refusal, or open. */
function upgrade(url: string, protocols: string[] = []): Promise<{ status: number; ws: WebSocket }> {
  const ws = new WebSocket(url, protocols)
  ws.on('error', () => {})
  return new Promise(resolve => {
    ws.once('open', () => resolve({ status: 101, ws }))
    ws.once('unexpected-response', (request, { statusCode }) => {
      request.destroy()
      resolve({ status: statusCode ?? 0, ws })
    })
  })
}

test('TK9 TK10 YW1 a stock client comes in with a token for a room that it may read, and is closed when it expires', async () => {
  const { url, sign, clock, tokens } = await guarded()
  const token = await sign()
  const status = async (path: string, protocols?: string[]) => (await upgrade(`${url}${path}`, protocols)).status
  expect(await status(`/acme/team?token=${token}`)).toBe(401)
  const { url: lenient } = await testRelay({ tokens: { ...tokens, urlTokens: true }, clock })
  expect(await status('/acme/team')).toBe(401)
  expect(await status('/acme/team?token=x')).toBe(401)
  expect(await status(`/acme/team?token=${'x'.repeat(8193)}`)).toBe(401)
  expect(await status('/acme/team', ['commonplace-token.x'])).toBe(401)
  expect(await status('/acme/nothing', [`commonplace-token.${token}`])).toBe(404)
  expect(await status('/acme/agents%2Fbob', [`commonplace-token.${token}`])).toBe(404)
  expect(await status('/other/team', [`commonplace-token.${token}`])).toBe(404)
  const byUrl = await upgrade(`${lenient}/acme/team?token=${token}`)
  const byProtocol = await upgrade(`${url}/acme/team`, [`commonplace-token.${token}`])
  expect([byUrl.status, byProtocol.status]).toEqual([101, 101])
  const ends = [byUrl, byProtocol].map(({ ws }) => new Promise(resolve => ws.once('close', resolve)))
  clock.pass(605_000)
  expect(await Promise.all(ends)).toEqual([4401, 4401])
})

test('the log says why a token was not taken, and names nobody', async () => {
  const lines: object[] = []
  const note = (fields: object) => lines.push(fields)
  const logger = { info: note, warn: note, error: note, fatal: note, debug: note } as unknown as RelayOptions['logger']
  const { url, sign } = await guarded({ logger })
  const token = await sign({ user: 'eve' })
  await ending(url, hello(token, { agent: 'bob' }))
  await ending(url, hello('x', { agent: 'ada' }))
  const stock = new WebSocket(`${url}/acme/team`, ['commonplace-token.x'])
  await new Promise(resolve => stock.once('error', resolve))
  expect(lines.filter(line => 'code' in line)).toEqual([
    { code: 'unauthorised', value: 0, reason: 'its token names another agent' },
    { code: 'unauthorised', value: 0, reason: 'the token is not signed by a key of this relay' },
    { code: 'unauthorised', reason: 'the token is not signed by a key of this relay' },
  ])
})
