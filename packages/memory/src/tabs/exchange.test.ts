import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { entriesIn } from '../model'
import type { Replica } from '../sync'
import { entry, liveReplica, openReplica, type ScriptedRoom } from '../sync/scripted-room.fixture'
import { browser } from './exchange.fixture'

const payloads = (replica: Replica) =>
  entriesIn([...replica.doc.store.clients.values()].flat())
    .map(({ payload }) => payload)
    .sort()
const shows = (replica: Replica, ...wanted: string[]) =>
  expect.poll(() => payloads(replica), { timeout: 5_000 }).toEqual(wanted)

test('a tab sees what another one wrote, neither stores nor sends it, and knows who wrote it', async () => {
  const { tab, errors } = browser()
  const [one, other] = [await liveReplica(), await liveReplica()]
  tab(one.replica)
  tab(other.replica)
  one.replica.append([entry('from one')])
  await shows(other.replica, 'from one')
  expect(other.replica.status.value).toMatchObject({ pending: 0, borrowed: true, synced: true, incomplete: false })
  expect(one.replica.status.value).toMatchObject({ pending: 1, borrowed: false })
  expect(other.room.updates).toEqual([])
  expect(other.replica.authorOf(one.replica.client)).toEqual({ agent: 'ada', user: 'u' })
  expect(other.replica.isAcknowledged({ client: one.replica.client, clock: 0 })).toBe(false)
  expect(errors).toEqual([])
  await other.replica.close()
  expect(payloads((await openReplica({ storage: reopened(other.storage) })).replica)).toEqual([])
})

test('what a tab lent is its own to bring to the relay, and comes to the other from there', async () => {
  const { tab } = browser()
  const [one, other] = [await liveReplica(), await liveReplica()]
  tab(one.replica)
  tab(other.replica)
  one.replica.append([entry('a')])
  await shows(other.replica, 'a')
  const { update } = one.room.updates[0]!
  const said: boolean[] = []
  other.replica.status.subscribe(({ borrowed }) => said.push(borrowed))
  other.replica.receive({ type: 'updates', channel: 1, updates: [update] } as never)
  await expect.poll(() => other.replica.isAcknowledged({ client: one.replica.client, clock: 0 })).toBe(true)
  await expect.poll(() => [said[0], said.at(-1)]).toEqual([true, false])
  await other.replica.close()
  expect(payloads((await openReplica({ storage: reopened(other.storage) })).replica)).toEqual(['a'])
})

test('a tab that opens later gets what is there, deletes included', async () => {
  const { tab } = browser()
  const one = await openReplica()
  tab(one.replica)
  const { dots } = one.replica.append([entry('stays'), entry('goes')])
  one.replica.remove([dots[1]!])
  const late = await openReplica()
  tab(late.replica)
  await shows(late.replica, 'stays')
  late.replica.append([entry('from the late one')])
  await shows(one.replica, 'from the late one', 'stays')
})

test('a write that the relay refused leaves the tabs it was lent to, and none of them lends it again', async () => {
  const { tab } = browser()
  const tabs = [await liveReplica(), await liveReplica(), await liveReplica()]
  for (const { replica } of tabs) tab(replica)
  const [one, two, three] = tabs.map(({ replica }) => replica) as [Replica, Replica, Replica]
  two.append([entry('good')])
  await shows(one, 'good')
  one.append([entry('bad')])
  for (const replica of [two, three]) await shows(replica, 'bad', 'good')
  await refuse(tabs[0]!.room)
  for (const replica of [one, two, three]) await shows(replica, 'good')
  // Of what was taken back nothing is under way any more; the good one is pending in its own tab.
  await expect.poll(() => [one, two, three].map(({ status }) => status.value.borrowed)).toEqual([true, false, true])
  three.append([entry('later')])
  for (const replica of [one, two, three]) await shows(replica, 'good', 'later')
})

test('a room that the relay closed to the agent neither lends nor borrows', async () => {
  const { tab, said } = browser()
  const [one, other] = [await liveReplica(), await openReplica()]
  tab(one.replica)
  tab(other.replica)
  one.replica.append([entry('before')])
  await shows(other.replica, 'before')
  one.replica.receive({ type: 'closed', channel: 1, code: 'revoked', message: 'no more' })
  expect(one.replica.status.value.denied).toMatchObject({ code: 'revoked' })
  const before = said.length
  one.replica.append([entry('after')])
  other.replica.append([entry('to nobody')])
  const third = await openReplica()
  tab(third.replica)
  await shows(third.replica, 'to nobody')
  // What it had lent it takes back: the relay will never have it.
  await shows(other.replica, 'to nobody')
  expect(said.slice(before).every(({ from, type }) => !from.startsWith('tab 1') || type === 'reset')).toBe(true)
  expect(payloads(one.replica)).not.toContain('to nobody')
})

test('a private space is not taken for a shared one of the same name', async () => {
  const { tab } = browser()
  const [one, other, third] = [await openReplica(), await openReplica(), await openReplica()]
  tab(one.replica, 'private')
  tab(other.replica)
  tab(third.replica, 'private')
  one.replica.append([entry('secret')])
  await shows(third.replica, 'secret')
  expect(payloads(other.replica)).toEqual([])
})

function reopened(storage: Awaited<ReturnType<typeof openReplica>>['storage']) {
  return memoryStorage({ from: storage.crash() })
}

/** A write alone in its frame is parked at its first refusal. */
async function refuse(room: ScriptedRoom): Promise<void> {
  await expect.poll(() => room.updates.length).toBe(1)
  await room.refuse('invalid')
  await room.welcome()
}
