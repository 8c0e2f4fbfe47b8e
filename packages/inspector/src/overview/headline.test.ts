import { expect, test } from 'vitest'
import type { InspectedStatus, InspectedStorage } from '../memory-face'
import { linkOf } from '../model/link'
import { spaceState } from '../model/space-state'
import { disputeOf, headlineOf } from './headline'

const space = {
  state: 'live',
  pending: 0,
  refused: [],
  epoch: '7',
  skewMs: 0,
  synced: true,
  borrowed: false,
  incomplete: false,
  restoring: false,
  rights: [],
} as const
const status: InspectedStatus = {
  connection: 'online',
  attempt: 0,
  pending: 0,
  pendingArtifacts: 0,
  refused: 0,
  skewMs: 0,
  synced: true,
  borrowed: false,
  spaces: { team: space, orders: space },
}
const onDisk: InspectedStorage = { kind: 'disk', waiting: 0, waitingBytes: 0 }
const say = (change: Partial<InspectedStatus>) => {
  const now = { ...status, ...change }
  return headlineOf({ agent: 'support', relay: 'ws://localhost:4321', status: now, link: linkOf(now, null, onDisk) })
}

test('connected and durable', () => {
  expect(say({})).toBe('support is connected to localhost:4321 with two spaces and every write is durable.')
})

test('never says durable while a write waits or a space has not been received', () => {
  expect(say({ pending: 1 })).toBe(
    'support is connected to localhost:4321 with two spaces. One write is not durable yet.',
  )
  expect(say({ spaces: { team: space, orders: { ...space, state: 'receiving', synced: false } } })).toBe(
    'support is connected to localhost:4321 with one space; one space still to come.',
  )
})

test('never says durable or synced while another tab has yet to send what this one shows', () => {
  const lent = { borrowed: true, spaces: { team: { ...space, borrowed: true }, orders: space } }
  expect(say(lent)).toBe(
    'support is connected to localhost:4321 with two spaces. What another tab wrote is not durable yet.',
  )
  expect(linkOf({ ...status, ...lent }, null, onDisk).safety).toBe('Another tab has writes to send')
  expect(spaceState(lent.spaces.team)).toBe('another tab is sending')
  expect(spaceState({ ...lent.spaces.team, pending: 1 })).toBe('sending')
  expect(spaceState(space)).toBe('synced')
})

test('a space that the relay denies is said to be denied, and is waited for nowhere', () => {
  const denied = { ...space, state: 'denied', synced: false, denied: { code: 'unknown-room', message: '' } } as const
  const spaces = { team: space, payments: denied }
  expect(say({ spaces, synced: false })).toBe(
    'support is connected to localhost:4321 with one space and every write is durable, but was denied one space.',
  )
  expect(say({ spaces: { payments: denied }, synced: false })).toBe(
    'support is connected to localhost:4321, which denies it one space.',
  )
  expect(linkOf({ ...status, spaces, synced: false }, null, onDisk).safety).toBe('Synced, everything durable')
})

test('a space that has stopped is not said to be on its way', () => {
  const fault = { code: 'storage-failed', message: 'the database was deleted' } as const
  const spaces = { team: space, orders: { ...space, synced: false, fault } }
  expect(say({ spaces, synced: false })).toBe(
    'support is connected to localhost:4321 with one space; one space has stopped.',
  )
  expect(linkOf({ ...status, spaces, synced: false }, null, onDisk).safety).toBe('1 space stopped')
})

test('a relay that will not have the token has turned the agent away, though the connection goes on trying', () => {
  const lastError = { code: 'unauthorised', message: 'the token has expired' }
  const waiting = { ...status, connection: 'waiting', lastError } as const
  expect(linkOf(waiting, { since: new Date(0), attempts: 3 }, onDisk).state).toBe('turned-away')
})

test('a private space is not counted as carried by the relay', () => {
  expect(say({ spaces: { team: space, notes: { ...space, state: 'private', synced: false } } })).toContain(
    'with one space and',
  )
})

test('forced offline says what waits', () => {
  expect(say({ connection: 'paused', pending: 2 })).toBe(
    'support is offline because you said so. Two writes wait on this device.',
  )
})

test('counts what is in dispute', () => {
  expect(disputeOf(0)).toBe('')
  expect(disputeOf(1)).toBe('One fact is in dispute.')
  expect(disputeOf(2)).toBe('Two facts are in dispute.')
})
