import { expect, test } from 'vitest'
import { HandClock } from '../identity/tokens.fixture'
import type { CommitOwner, Committer } from '../log/committer'
import { RelayMetrics } from '../metrics/relay-metrics'
import type { Effect } from '../room/effect'
import { createRoom } from '../room/room'
import { LeaseDesk } from './lease-desk'

const stored = { key: 'key', number: 3, holder: 1, ttlMs: 1000, agent: 'ada', user: '' }

test.each([
  [false, [{ type: 'lease-drop', number: 3 }]],
  [true, []],
])(
  'LS8 a lease whose time is over ends, but where the relay drains (%s) it stays for the next one',
  (isDraining, want) => {
    const clock = new HandClock()
    const room = createRoom({ channel: 1, epoch: 'e', mode: 'entries', leases: { last: 3, leases: [stored] } })
    const host = { committer: { add() {} } as never, clock, metrics: new RelayMetrics(), isDraining: false }
    const run: Effect[] = []
    const desk = new LeaseDesk({ name: 'team', room, run: effects => run.push(...effects), watchIdle() {} }, host)
    host.isDraining = isDraining
    clock.pass(999)
    expect(run).toEqual([])
    clock.pass(1)
    expect(run).toEqual(want)
    expect(room.leases.byNumber.get(3)?.state).toBe(isDraining ? 'live' : 'ending')
    expect(desk.isIdle).toBe(false)
  },
)

test('a room whose lease has begun and ended on disk is idle, and may be unloaded', () => {
  const clock = new HandClock()
  const room = createRoom({ channel: 1, epoch: 'e', mode: 'entries', leases: { last: 3, leases: [stored] } })
  const owners: CommitOwner[] = []
  const committer = { add: (owner: CommitOwner) => owners.push(owner) } as unknown as Committer
  const host = { committer, clock, metrics: new RelayMetrics(), isDraining: false }
  const run = (effects: readonly Effect[]) => {
    for (const effect of effects) if (effect.type === 'lease-drop') desk.run(effect)
  }
  const desk: LeaseDesk = new LeaseDesk({ name: 'team', room, run, watchIdle() {} }, host)
  clock.pass(1000)
  expect([owners.length, desk.isIdle]).toEqual([1, false])
  owners[0]!.onDurable()
  expect(desk.isIdle).toBe(true)
})
