import { expect, test } from 'vitest'
import { runsHeadline } from './runs-headline'

test.each([
  [[], 'No run is logged.'],
  [[[0, 0, 0]], 'One run, none with a saved state.'],
  [
    [
      [1, 3, 0],
      [2, 1, 1],
      [0, 0, 0],
    ],
    'Three runs, two with a saved state, one taken over, one saved apart from its holder.',
  ],
  [
    [
      [2, 2, 1],
      [2, 1, 1],
    ],
    'Two runs, two with a saved state, two taken over, two saved apart from their holders.',
  ],
] as const)('%j', (runs, words) => {
  expect(runsHeadline(runs.map(([term, version, forks]) => ({ term, version, forks })))).toBe(words)
})
