import { expect, test } from 'vitest'
import { directoryHeadline } from './directory-headline'

const agents = (here: number, away: number) => [
  ...Array(here).fill({ present: true }),
  ...Array(away).fill({ present: false }),
]

test.each([
  [0, 0, 'No agent has registered yet.'],
  [1, 0, 'One agent is registered, and is here now.'],
  [0, 1, 'One agent is registered; none of them is here now.'],
  [2, 0, 'Two agents are registered, and all are here now.'],
  [1, 2, 'Three agents are registered; one of them is here now.'],
  [2, 1, 'Three agents are registered; two of them are here now.'],
])('%d here and %d away', (here, away, words) => {
  expect(directoryHeadline(agents(here, away))).toBe(words)
})

test('who is here is nobody’s to say without the relay', () => {
  const words = 'Three agents are registered; without the relay nobody can tell who is here.'
  expect(directoryHeadline(agents(1, 2), false)).toBe(words)
})
