import { expect, test } from 'vitest'
import { callsHeadline } from './calls-headline'

test.each([
  [[], 'No call is shared.'],
  [['committed', 'kept'], 'Two calls, each with one result.'],
  [['running', 'committed'], 'One call runs now.'],
  [
    ['failed', 'running', 'running', 'overlapped'],
    'Two calls run now, one call failed a moment ago, one call ran more than once, apart from each other.',
  ],
] as const)('%j', (states, words) => {
  expect(callsHeadline(states.map(state => ({ state })))).toBe(words)
})
