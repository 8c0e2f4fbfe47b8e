import { subprotocol } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import { type ConnectionOptions, createConnection } from './connection'
import { FakeSocket, HandTimers } from './fake-relay-socket.fixture'
import { openReplica } from './scripted-room.fixture'
import { settle } from './simulated-agent.fixture'

async function connect(options: Partial<ConnectionOptions> = {}) {
  const timers = new HandTimers()
  const sockets: FakeSocket[] = []
  const connection = createConnection({
    url: 'ws://relay',
    tenant: 't',
    agent: 'ada',
    user: 'u',
    timers,
    random: () => 0,
    openSocket: (_url, protocols) => {
      sockets.push(new FakeSocket(protocols))
      return sockets.at(-1)!
    },
    ...options,
  })
  const { replica } = await openReplica()
  const detach = connection.attach(replica)
  await settle()
  return { connection, sockets, timers, replica, detach, state: () => connection.status.value.state }
}

test('HS7 one socket, asked for by the first space: hello, welcome, join', async () => {
  const { sockets, state, replica } = await connect()
  const [socket] = sockets as [FakeSocket]
  expect(state()).toBe('connecting')
  expect(socket.protocols).toEqual([subprotocol])
  socket.open()
  expect(state()).toBe('greeting')
  expect(socket.sent).toMatchObject([{ type: 'hello', tenant: 't', agent: 'ada', user: 'u', token: '' }])
  socket.welcome()
  expect(state()).toBe('online')
  expect(socket.sent[1]).toMatchObject({ type: 'join', request: 1, room: replica.room, ids: [replica.client] })
})

test('HS10 a lost socket is opened again after ever longer pauses, until a room is joined', async () => {
  const { connection, sockets, timers } = await connect()
  for (const pause of [250, 500, 1000]) {
    sockets.at(-1)!.end(1006)
    const count = sockets.length
    timers.pass(pause - 1)
    expect(sockets).toHaveLength(count)
    timers.pass(1)
    await settle()
    expect(sockets).toHaveLength(count + 1)
  }
  expect(connection.status.value).toMatchObject({ attempt: 3, reason: { code: '1006', message: 'why' } })
  const socket = sockets.at(-1)!
  socket.open()
  socket.welcome()
  const answer = {
    channel: 1,
    epoch: 'one',
    rights: [],
    taken: [],
    vector: new Map(),
    pieces: 0,
    bytes: 0,
    bindings: [],
  }
  socket.say({ type: 'joined', request: 1, ...answer })
  expect(connection.status.value.attempt).toBe(0)
})

test('a socket that breaks without a word is told in words, with the address that does not answer', async () => {
  const { connection, sockets } = await connect()
  sockets[0]!.end(1006, '')
  expect(connection.status.value.reason).toEqual({
    code: '1006',
    message: expect.stringMatching(/^ws:\S+ does not answer/),
  })
})

test('what is no socket is said, and is not closed as one', async () => {
  const { connection } = await connect({ openSocket: () => 1 as never })
  const message = 'openSocket gave no WebSocket'
  expect(connection.status.value).toMatchObject({ state: 'waiting', reason: { code: 'failed', message } })
})

test('who is turned away stays away until it resumes; a fresh token is worth another attempt', async () => {
  const without = await connect()
  without.sockets[0]!.end(4401)
  expect(without.state()).toBe('turned-away')
  without.timers.pass(1e6)
  await settle()
  expect(without.sockets).toHaveLength(1)
  without.connection.resume()
  await settle()
  expect(without.sockets).toHaveLength(2)

  let tokens = 0
  const renewed = await connect({ getToken: async () => `token ${++tokens}` })
  renewed.sockets[0]!.open()
  renewed.sockets[0]!.say({ type: 'failed', code: 'unauthorised', message: 'expired', value: 0 })
  renewed.timers.pass(1000)
  await settle()
  renewed.sockets[1]!.open()
  expect(renewed.sockets.map(({ sent }) => sent[0])).toMatchObject([{ token: 'token 1' }, { token: 'token 2' }])
})

test('a getToken that does not answer is named, and asked again at the next attempt; what it answers late is dropped', async () => {
  const answers: ((token: string) => void)[] = []
  const { connection, sockets, timers, state } = await connect({
    getToken: () => new Promise(resolve => answers.push(resolve)),
  })
  const lost = { code: 'timeout', message: 'no answer from getToken within 15000 ms' }
  timers.pass(15_000)
  expect(connection.status.value).toMatchObject({ state: 'waiting', attempt: 1, reason: lost })
  timers.pass(250)
  await settle()
  expect(connection.status.value).toMatchObject({ state: 'connecting', reason: lost })
  answers[0]!('late')
  await settle()
  expect(sockets).toEqual([])
  answers[1]!('in time')
  await settle()
  sockets[0]!.open()
  sockets[0]!.welcome()
  expect(sockets[0]!.sent[0]).toMatchObject({ type: 'hello', token: 'in time' })
  expect([state(), connection.status.value.reason]).toEqual(['online', undefined])
})

test('TK8 the next token is asked for before the old one ends, and again when there is none', async () => {
  let tokens = 0
  const { sockets, timers, connection } = await connect({
    getToken: async () => {
      if (++tokens === 2) throw new Error('the issuer is down')
      return `token ${tokens}`
    },
  })
  const [socket] = sockets as [FakeSocket]
  const refreshes = () => socket.sent.filter(({ type }) => type === 'refresh')
  socket.open()
  socket.welcome()
  socket.say({ type: 'pong', nonce: 1 })
  socket.say({ type: 'expires', afterMs: 16_000 })
  timers.pass(11_999)
  expect(tokens).toBe(1)
  timers.pass(1)
  await settle()
  expect([tokens, refreshes()]).toEqual([2, []])
  timers.pass(3000)
  await settle()
  expect(refreshes()).toEqual([{ type: 'refresh', token: 'token 3' }])

  socket.say({ type: 'expires', afterMs: 16_000 })
  connection.pause()
  timers.pass(16_000)
  await settle()
  expect(tokens).toBe(3)
})

test('TK8 a token that comes after its socket ended is not sent', async () => {
  let give = (_token: string) => {}
  let tokens = 0
  const { sockets, timers } = await connect({
    getToken: () => (++tokens === 1 ? 'first' : new Promise(resolve => (give = resolve))),
  })
  const [socket] = sockets as [FakeSocket]
  socket.open()
  socket.welcome()
  socket.say({ type: 'expires', afterMs: 4000 })
  timers.pass(3000)
  socket.end(1006)
  give('late')
  await settle()
  expect(socket.sent.some(({ type }) => type === 'refresh')).toBe(false)
})

test('HS9 a relay that does not answer is left: before the welcome, without an answer to a join, and when silent', async () => {
  const { sockets, timers, state, replica } = await connect()
  timers.pass(15_000)
  expect(state()).toBe('waiting')
  timers.pass(250)
  await settle()
  sockets[1]!.open()
  sockets[1]!.welcome()
  sockets[1]!.say({ type: 'pong', nonce: 1 })
  timers.pass(20_000)
  expect(replica.status.value.state).toBe('joining')
  timers.pass(10_000)
  expect(state()).toBe('waiting')
  timers.pass(500)
  await settle()
  sockets[2]!.open()
  sockets[2]!.welcome()
  sockets[2]!.say({ type: 'join-refused', request: 2, code: 'unknown-room', message: '', value: 0 })
  expect(replica.status.value).toMatchObject({ state: 'denied', denied: { code: 'unknown-room' } })
  timers.pass(40_000)
  expect(sockets[2]!.sent.at(-1)).toMatchObject({ type: 'ping' })
  expect(state()).toBe('online')
  timers.pass(20_000)
  expect(state()).toBe('waiting')
})

test('what is no frame ends the socket, and comes to nothing else', async () => {
  const { sockets, state } = await connect()
  sockets[0]!.open()
  sockets[0]!.welcome()
  sockets[0]!.sayBytes(new Uint8Array([0x42, 1, 2]))
  expect(state()).toBe('waiting')
  expect(sockets[0]!.closedWith).toBe(4400)
})

test('pause and resume, detach and close', async () => {
  const { connection, sockets, state, replica, detach } = await connect()
  sockets[0]!.open()
  sockets[0]!.welcome()
  connection.pause()
  expect([state(), replica.status.value.state, sockets[0]!.closedWith]).toEqual(['paused', 'offline', 1000])
  connection.resume()
  await settle()
  sockets[1]!.open()
  sockets[1]!.welcome()
  const answer = {
    channel: 3,
    epoch: 'one',
    rights: [],
    taken: [],
    vector: new Map(),
    pieces: 0,
    bytes: 0,
    bindings: [],
  }
  sockets[1]!.say({ type: 'joined', request: 2, ...answer })
  sockets[1]!.say({ type: 'synced', channel: 3 })
  expect(replica.status.value.state).toBe('live')
  expect(() => connection.attach(replica)).toThrow(expect.objectContaining({ code: 'room-taken' }))
  detach()
  expect(sockets[1]!.sent.at(-1)).toEqual({ type: 'leave', channel: 3 })
  expect(replica.status.value.state).toBe('offline')
  connection.close()
  connection.resume()
  await settle()
  expect([state(), sockets.length]).toEqual(['closed', 2])
})

test('a private space cannot be connected', async () => {
  const { connection } = await connect()
  const { replica } = await openReplica({ room: null })
  expect(() => connection.attach(replica)).toThrow(expect.objectContaining({ code: 'private' }))
})

test('a device that wakes up tries again at once, and asks a relay that should be there whether it is', async () => {
  const { connection, sockets, timers, state } = await connect()
  sockets[0]!.end(1006)
  expect(state()).toBe('waiting')
  connection.wake()
  await settle()
  expect(sockets).toHaveLength(2)
  sockets[1]!.open()
  sockets[1]!.welcome()
  connection.wake()
  expect(sockets[1]!.sent.at(-1)).toMatchObject({ type: 'ping' })
  sockets[1]!.say({ type: 'pong', nonce: 1 })
  timers.pass(5_000)
  expect(state()).toBe('online')
  connection.wake()
  timers.pass(5_000)
  expect(state()).toBe('waiting')
  connection.pause()
  connection.wake()
  expect(state()).toBe('paused')
})

test('frames of a channel reach the room that has it, among many, and none once it is closed or the room is left', async () => {
  const { connection, sockets, replica, detach } = await connect()
  const [socket] = sockets as [FakeSocket]
  socket.open()
  socket.welcome()
  const others = await Promise.all(['a', 'b'].map(space => openReplica({ room: { tenant: 't', space, segment: 0 } })))
  const detaches = others.map(other => connection.attach(other.replica))
  const rooms = [replica, ...others.map(other => other.replica)]
  const nothing = { taken: [], vector: new Map(), pieces: 0, bytes: 0, bindings: [] }
  for (const at of [1, 2, 3]) {
    socket.say({ type: 'joined', request: at, channel: at * 10, epoch: 'one', rights: ['read'], ...nothing })
    socket.say({ type: 'synced', channel: at * 10 })
  }
  const rights = () => rooms.map(each => [...each.rights].join())
  const grant = (channel: number, right: 'append' | 'curate') =>
    socket.say({ type: 'rights-changed', channel, rights: [right] })
  grant(20, 'append')
  expect(rights()).toEqual(['read', 'append', 'read'])
  const present = rooms.map(each => connection.presence(each).peers)
  socket.say({ type: 'closed', channel: 20, code: 'unavailable', message: 'its log is damaged' })
  detaches[1]!()
  for (const channel of [10, 20, 30]) {
    grant(channel, 'curate')
    socket.say({ type: 'presence-changed', channel, client: 7, agent: 'bob', user: '', state: Uint8Array.of(1) })
  }
  expect(rights()).toEqual(['curate', 'append', 'read'])
  expect(present.map(({ size }) => size)).toEqual([1, 0, 0])
  expect(connection.status.value.state).toBe('online')
  detach()
})
