import { expect, test } from 'vitest'
import { HandClock } from '../identity/tokens.fixture'
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
