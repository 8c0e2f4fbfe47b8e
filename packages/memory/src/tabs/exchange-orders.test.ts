import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { entriesIn } from '../model'
import type { Replica } from '../sync'
import { entry, liveReplica, openReplica, ScriptedRoom, updateOf } from '../sync/scripted-room.fixture'
import { browser, quiet } from './exchange.fixture'
import type { TabsMessage } from './message'

const payloads = (replica: Replica) =>
  entriesIn([...replica.doc.store.clients.values()].flat())
    .map(({ payload }) => payload)
    .sort()
const saidBy = (tab: string, type: TabsMessage['type']) => (message: TabsMessage) =>
  message.from.startsWith(`${tab} `) && message.type === type

/** The first of two tabs wrote and lent it to the second; by what its relay says that is to have another name. */
async function beforeMove() {
  const { tab, ...rest } = browser()
  const [one, two] = [(await openReplica()).replica, (await openReplica()).replica]
  tab(one)
  tab(two)
  one.append([entry('moved')])
  await quiet(rest.said)
  expect(payloads(two)).toEqual(['moved'])
  const move = async () => {
    const room = new ScriptedRoom(one)
    await room.welcome({ taken: [one.client] })
    await room.welcome()
  }
  return { ...rest, tab, one, two, move }
}

/** A replica that is lent what it lacks of a document, and not all there is on somebody's disk. */
async function withOwn(): Promise<Replica> {
  const { replica } = await openReplica()
  replica.append([entry('own')])
  return replica
}

test('what was on its way to a third tab, lent by the second, counts for nothing once it is taken back', async () => {
  const { tab, hold, said, two, move } = await beforeMove()
  const letGo = hold(saidBy('tab 2', 'lent'))
  const three = await withOwn()
  tab(three)
  await quiet(said)
  await move()
  await quiet(said)
  letGo()
  await quiet(said)
  for (const replica of [two, three]) expect(payloads(replica)).toEqual(['moved', 'own'])
})

test('who is slow to take back what was lent to it lends nothing meanwhile', async () => {
  const { tab, said, two, move } = await beforeMove()
  const three = await withOwn()
  tab(three)
  await quiet(said)
  expect(payloads(three)).toEqual(['moved', 'own'])
  const giveBack = two.giveBack.bind(two)
  let isAsked = false
  two.giveBack = () => {
    isAsked = true
  }
  await move()
  await quiet(said)
  expect([isAsked, payloads(three)]).toEqual([true, ['moved', 'own']])
  giveBack()
  await quiet(said)
  for (const replica of [two, three]) expect(payloads(replica)).toEqual(['moved', 'own'])
})

test('who may not read the space any more still takes back what was lent to it', async () => {
  const { tab, said } = browser()
  const [one, two] = [await liveReplica(), await liveReplica()]
  tab(one.replica)
  tab(two.replica)
  one.replica.append([entry('bad')])
  await quiet(said)
  two.replica.receive({ type: 'closed', channel: 1, code: 'revoked', message: 'no more' })
  expect(payloads(two.replica)).toEqual(['bad'])
  await one.room.refuse('invalid')
  await one.room.welcome()
  await quiet(said)
  expect(payloads(two.replica)).toEqual([])
})

test('what is not on disk yet is lent to nobody', async () => {
  const { tab, said } = browser()
  const storage = memoryStorage({ hold: true })
  const one = (await openReplica({ storage })).replica
  tab(one)
  one.append([entry('soon')])
  const two = await withOwn()
  tab(two)
  await quiet(said)
  expect(payloads(two)).toEqual(['own'])
  storage.flush()
  await quiet(said)
  expect(payloads(two)).toEqual(['own', 'soon'])
})

test('what a relay brought is asked for, and said by nobody unasked', async () => {
  const { tab, said } = browser()
  const [one, two] = [await liveReplica(), await openReplica()]
  tab(one.replica)
  tab(two.replica)
  await quiet(said)
  one.replica.receive({ type: 'updates', channel: 1, updates: [updateOf(7, [{ key: 'k', payload: 'far' }])] } as never)
  await quiet(said)
  expect(payloads(one.replica)).toEqual(['far'])
  expect(said.filter(({ type }) => type === 'update')).toEqual([])
})

test('tabs that hold the same ask each other once, and one that has more is asked again', async () => {
  const { tab, said } = browser()
  const replicas = [(await openReplica()).replica, (await openReplica()).replica, (await openReplica()).replica]
  for (const replica of replicas) tab(replica)
  await quiet(said)
  expect(said.filter(({ type }) => type === 'ask')).toHaveLength(2)
  const late = (await openReplica()).replica
  late.append([entry('late')])
  tab(late)
  await quiet(said)
  for (const replica of replicas) expect(payloads(replica)).toEqual(['late'])
})

test('a page that stands still says and hears nothing, and asks for what it missed', async () => {
  const { tab, said } = browser()
  const [one, two] = [(await openReplica()).replica, (await openReplica()).replica]
  tab(one)
  const sleeper = tab(two)
  await quiet(said)
  const before = said.length
  sleeper.resume()
  await quiet(said)
  expect(said).toHaveLength(before)
  sleeper.suspend()
  one.append([entry('missed')])
  await quiet(said)
  expect(payloads(two)).toEqual([])
  sleeper.resume()
  await quiet(said)
  expect(payloads(two)).toEqual(['missed'])
})

test('a space that was left, or whose tabs were closed, neither tells nor borrows', async () => {
  const { tab, said } = browser()
  const replicas = [
    (await openReplica()).replica,
    (await openReplica()).replica,
    (await openReplica()).replica,
  ] as const
  const [, left, closed] = replicas.map(replica => tab(replica))
  await quiet(said)
  left!.leave(left!.space)
  closed!.close()
  const before = said.length
  for (const [index, replica] of replicas.entries()) replica.append([entry(`${index}`)])
  await quiet(said)
  expect(replicas.map(payloads)).toEqual([['0'], ['1'], ['2']])
  expect(said.slice(before).every(({ from }) => from.startsWith('tab 1 '))).toBe(true)
})

test('what another version of this program says, or says of another space, is passed over; what cannot be read is told', async () => {
  const { tab, said, say, errors } = browser()
  const [two, other] = [(await openReplica()).replica, (await openReplica()).replica]
  const reader = tab(two)
  tab(other, 'shared', 'another')
  await quiet(said)
  const loan = { type: 'lent', updates: [updateOf(7, [{ key: 'k', payload: 'x' }])], authors: [] } as const
  const message = { version: 1, from: 'tab 9 1', space: 'team', visibility: 'shared' }
  say({ ...message, ...loan, version: 2 })
  say({ ...message, ...loan, to: 'tab 1 0' })
  await quiet(said)
  expect([payloads(two), payloads(other)]).toEqual([[], []])
  say({ ...message, ...loan })
  await quiet(said)
  expect([payloads(two), payloads(other)]).toEqual([['x'], []])
  const damaged = { ...message, ...loan, updates: [Uint8Array.of(9, 9, 9)] }
  say(damaged)
  reader.close()
  await quiet(said)
  expect(errors).toHaveLength(0)
  tab(two)
  say(damaged)
  await quiet(said)
  expect(errors).toHaveLength(1)
})
