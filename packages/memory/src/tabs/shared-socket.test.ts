import { decodeLaneMessage, encodeLaneMessage, subprotocol } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import { timeoutCode } from '../sync/timeout-code'
import { browser, settled, watched } from './shared-socket.fixture'

async function twoTabs(options?: { hasLanes?: boolean }) {
  const { tab, ...rest } = browser(options)
  const [one, two] = [tab('one'), tab('two')]
  await settled()
  const sockets = [watched(one.shared.open()), watched(two.shared.open())] as const
  await settled()
  return { ...rest, tab, one, two, sockets }
}

test('tabs have one socket between them, and each hears what is said to it alone', async () => {
  const { sockets, one, two, dialled } = await twoTabs()
  expect([one.shared.place, two.shared.place]).toEqual(['here', 'elsewhere'])
  sockets[0].send(Uint8Array.of(1))
  sockets[1].send(Uint8Array.of(2))
  await settled()
  expect(sockets.map(({ events }) => events)).toEqual([
    ['open', 'got 1'],
    ['open', 'got 2'],
  ])
  expect(dialled.length).toBe(1)
  // The relay ends one lane.
  const end = encodeLaneMessage({ lane: 2, end: { code: 4401, reason: '' } })
  ;(dialled[0]!.onmessage as unknown as (event: object) => void)({ data: end.slice().buffer })
  await settled()
  expect(sockets[1].events.at(-1)).toBe('closed 4401')
  sockets[0].close()
  expect(dialled[0]!.closedWith).toBe(1000)
})

test('LN2 tabs that speak in another order than they opened in are heard all the same', async () => {
  const { sockets, tab, dialled } = await twoTabs()
  const third = watched(tab('three').shared.open())
  await settled()
  const said: { lane: number; text: string }[] = []
  const { send } = dialled[0]!
  dialled[0]!.send = data => {
    const message = decodeLaneMessage(data)
    said.push({ lane: message.lane, text: 'frame' in message ? `hello ${message.frame}` : 'end' })
    send(data)
  }
  const inTurn = [third, sockets[1], sockets[0]]
  for (const [at, socket] of inTurn.entries()) {
    socket.send(Uint8Array.of(at + 1))
    await settled()
  }
  expect(said).toEqual([
    { lane: 1, text: 'hello 1' },
    { lane: 2, text: 'hello 2' },
    { lane: 3, text: 'hello 3' },
  ])
  expect(inTurn.map(({ events }) => events.at(-1))).toEqual(['got 1', 'got 2', 'got 3'])
})

test('when the tab that has the socket crashes, another one has it, and a tab that opens finds it', async () => {
  const { sockets, one, two, crash, tab, dialled } = await twoTabs()
  crash(one.name)
  await settled()
  expect(sockets[1].events).toEqual(['open', 'closed 1006'])
  expect(two.shared.place).toBe('here')
  const again = watched(two.shared.open())
  const third = tab('three')
  const late = watched(third.shared.open())
  await settled()
  expect([again.events, late.events]).toEqual([['open'], ['open']])
  expect(third.shared.place).toBe('elsewhere')
  expect(dialled.length).toBe(2)
})

test('a tab that closes, or is put to sleep, hands the socket on; awake again it is carried by the other', async () => {
  for (const leave of ['close', 'suspend'] as const) {
    const { one, two, sockets, dialled } = await twoTabs()
    one.shared[leave]()
    await settled()
    expect([dialled[0]!.closedWith, sockets[1].events.at(-1), two.shared.place]).toEqual([1000, 'closed 1006', 'here'])
    if (leave === 'close') continue
    one.shared.resume()
    const again = watched(one.shared.open())
    await settled()
    expect([again.events, one.shared.place]).toEqual([['open'], 'elsewhere'])
  }
})

test('a tab that stands still without a word is robbed of the socket', async () => {
  const { one, two, frozen, timers } = await twoTabs()
  frozen.add(one.name)
  const socket = watched(two.shared.open())
  await settled()
  expect(socket.events).toEqual([])
  timers.pass(3_000)
  await settled()
  expect([socket.events, two.shared.place]).toEqual([['open'], 'here'])
})

test('who lost the socket with its tab is told as soon as another one has it', async () => {
  for (const way of ['close', 'crash'] as const) {
    const { one, two, tab, crash, sockets } = await twoTabs()
    const third = tab('three')
    const told: string[] = []
    two.shared.onHolder = () => told.push(`two, after ${sockets[1].events.at(-1)}`)
    third.shared.onHolder = () => told.push('three')
    if (way === 'close') one.shared.close()
    else crash(one.name)
    await settled()
    expect(told.sort()).toEqual(['three', 'two, after closed 1006'])
  }
})

test('a tab that was robbed has the socket again when the robber is gone', async () => {
  const { one, two, frozen, timers, crash } = await twoTabs()
  frozen.add(one.name)
  two.shared.open()
  await settled()
  timers.pass(3_000)
  frozen.delete(one.name)
  await settled()
  expect([one.shared.place, two.shared.place]).toEqual(['elsewhere', 'here'])
  crash(two.name)
  await settled()
  const socket = watched(one.shared.open())
  await settled()
  expect([socket.events, one.shared.place]).toEqual([['open'], 'here'])
})

test('a socket on the next connection is open once that is', async () => {
  const { tab, dialled } = browser()
  const { shared } = tab('one')
  await settled()
  const first = watched(shared.open())
  await settled()
  first.close()
  const second = watched(shared.open())
  await Promise.resolve()
  expect([dialled.length, second.events]).toEqual([2, []])
  await settled()
  expect(second.events).toEqual(['open'])
})

test('a tab that nobody heard is heard by the next that has the socket', async () => {
  const { one, tab, crash, frozen } = await twoTabs()
  const third = tab('three')
  frozen.add(one.name)
  const late = watched(third.shared.open())
  await settled()
  expect(late.events).toEqual([])
  crash(one.name)
  await settled()
  expect(late.events).toEqual(['open'])
})

test('the lane of a tab that is gone ends; so does the socket with the last', async () => {
  const { two, sockets, crash, dialled } = await twoTabs()
  for (const socket of sockets) socket.send(Uint8Array.of(1))
  await settled()
  const said: unknown[] = []
  dialled[0]!.send = data => said.push(decodeLaneMessage(data))
  crash(two.name)
  await settled()
  expect(said).toEqual([{ lane: 2, end: { code: 1001, reason: 'its tab is gone' } }])
  sockets[0].close()
  expect(dialled[0]!.closedWith).toBe(1000)
})

test('a socket that does not answer one tab is given up for all', async () => {
  const { sockets, dialled } = await twoTabs()
  dialled[0]!.isDead = true
  sockets[1].close(timeoutCode)
  await settled()
  expect(sockets[0].events).toEqual(['open', `closed ${timeoutCode}`])
  expect(dialled[0]!.closedWith).toBe(1000)
})

test('LN8 where the relay has no lanes each tab has a socket of its own', async () => {
  const { one, two, sockets, dialled } = await twoTabs({ hasLanes: false })
  expect(sockets.map(({ events }) => events)).toEqual([['closed 1006'], ['closed 1006']])
  expect([one.shared.place, two.shared.place]).toEqual(['own', 'own'])
  const own = [watched(one.shared.open()), watched(two.shared.open())]
  await settled()
  expect(own.map(({ events }) => events)).toEqual([['open'], ['open']])
  expect(dialled.slice(-2).map(({ protocol }) => protocol)).toEqual([subprotocol, subprotocol])
})
