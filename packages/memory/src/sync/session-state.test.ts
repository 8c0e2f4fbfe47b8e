import { expect, test } from 'vitest'
import { type SessionEventName, type SessionPhase, sessionTransitions } from './session-state'

const phases = Object.keys(sessionTransitions) as SessionPhase[]
const events = Object.keys(sessionTransitions.live) as SessionEventName[]

/** Where each event leads from each phase, in the order of `phases`, one letter a phase. */
const letters: Record<string, string> = {
  offline: 'o',
  joining: 'j',
  receiving: 'r',
  live: 'L',
  waiting: 'w',
  blocked: 'b',
  'blocked-offline': 'B',
  denied: 'd',
  closed: 'c',
  stay: '=',
  ignore: '.',
  violation: '!',
}

test('every phase answers every event as it is written here', () => {
  expect(phases.map(phase => letters[phase]).join('')).toBe('ojrLwbBdc')
  const table = events.map(
    event => `${event}: ${phases.map(phase => letters[sessionTransitions[phase][event]]).join('')}`,
  )
  expect(table.sort()).toEqual(
    [
      'connected: j!!!!!b!!',
      'disconnected: .ooooB.o.',
      'joined: .r!!.....',
      'piece: ..=!.....',
      'synced: ..L!.....',
      'updates: ..==.....',
      'ack: ..!=.....',
      'bindings: ..==.....',
      'refused-for-now: ..!w.....',
      'refused-finally: ..!b.....',
      'join-refused-for-now: .w!!.....',
      'join-refused-finally: .d!!.....',
      'closed-for-now: .www.....',
      'closed-finally: .dddd....',
      'replaced: .bbbb....',
      'disagreed: Bbbbb..b.',
      'rejoin: ..jj.....',
      'rebuilt: !!!!!jo!.',
      'rebuilt-contested: !!!!!wo!.',
      'written: ...=.....',
      'retry: .===j....',
      'admitted: .......j.',
      'closed: cccccccc.',
    ].sort(),
  )
})

test('nothing comes after closed', () => {
  for (const event of events) expect(['ignore', 'violation'], event).toContain(sessionTransitions.closed[event])
})

test('only a finished join leads to live, and only a rebuild out of blocked while the line holds', () => {
  const into = (phase: SessionPhase) =>
    phases.flatMap(from =>
      events.filter(event => sessionTransitions[from][event] === phase).map(event => `${from} ${event}`),
    )
  expect(into('live')).toEqual(['receiving synced'])
  const outOfBlocked = events.filter(event => !['ignore', 'violation'].includes(sessionTransitions.blocked[event]))
  expect(outOfBlocked.sort()).toEqual(['closed', 'disconnected', 'rebuilt', 'rebuilt-contested'])
})

test('every phase but closed can be reached from the start, and live from every phase but closed', () => {
  const reachable = (start: SessionPhase): Set<string> => {
    const seen = new Set<string>([start])
    for (const phase of seen) {
      for (const event of events) {
        const next = sessionTransitions[phase as SessionPhase][event]
        if (phases.includes(next as SessionPhase)) seen.add(next)
      }
    }
    return seen
  }
  expect([...reachable('offline')].sort()).toEqual([...phases].sort())
  for (const phase of phases) expect(reachable(phase).has('live'), phase).toBe(phase !== 'closed')
})
