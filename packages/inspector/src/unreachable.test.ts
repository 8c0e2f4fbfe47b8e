import { expect, test } from 'vitest'
import type { InspectedStatus } from './memory-face'
import { nextUnreachable, type Unreachable } from './unreachable'

function after(...connections: InspectedStatus['connection'][]): Unreachable | null {
  let clock = 0
  let state: Unreachable | null = null
  for (const connection of connections) state = nextUnreachable(state, connection, () => new Date(++clock))
  return state
}

test('a first connection on its way is no failure', () => {
  expect(after('idle', 'connecting', 'greeting')).toBeNull()
})

test('attempts are counted since the first failure, also while the next one is on its way', () => {
  expect(after('connecting', 'waiting', 'connecting', 'waiting', 'connecting')).toEqual({
    since: new Date(1),
    attempts: 2,
  })
})

test.each(['online', 'paused', 'turned-away', 'closed'] as const)('%s ends it', end => {
  expect(after('waiting', 'connecting', end)).toBeNull()
})
