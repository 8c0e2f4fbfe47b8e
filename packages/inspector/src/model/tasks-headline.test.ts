import { expect, test } from 'vitest'
import { tasksHeadline } from './tasks-headline'

test.each([
  [[], 'No task is on the board.'],
  [['accepted', 'accepted'], 'Two tasks, all accepted.'],
  [['open'], 'One task is open.'],
  [['claimed', 'open', 'open', 'accepted'], 'One task is in hand, two open.'],
  [['done', 'claimed', 'claimed'], 'Two tasks are in hand, one done and to be accepted.'],
] as const)('%j', (states, words) => {
  expect(tasksHeadline(states.map(state => ({ state, outcomes: [] })))).toBe(words)
})
