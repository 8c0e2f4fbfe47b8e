import { expect, test } from 'vitest'
import { compareRunStates, type RunState, runStateToValue, valueToRunState } from './run-state'

const state = (change: Partial<RunState>): RunState => ({
  term: 1,
  since: { ms: 10, count: 0 },
  holder: 'a',
  version: 1,
  state: null,
  ...change,
})

test('the later term counts, then the earlier takeover, then the later version; never two ways round', () => {
  const ascending = [
    state({ version: 9 }),
    state({ term: 2, since: { ms: 30, count: 0 }, holder: 'b', version: 5 }),
    state({ term: 2, since: { ms: 20, count: 0 }, holder: 'c', version: 2 }),
    state({ term: 2, since: { ms: 20, count: 0 }, holder: 'a', version: 2 }),
    state({ term: 2, since: { ms: 20, count: 0 }, holder: 'a', version: 3 }),
  ]
  for (const [i, a] of ascending.entries()) {
    for (const [j, b] of ascending.entries()) expect(Math.sign(compareRunStates(a, b))).toBe(Math.sign(i - j))
  }
})

test('a state is read as it was written; what is none is passed over', () => {
  const written = state({ state: { step: [1, 2] } })
  expect(valueToRunState(runStateToValue(written))).toEqual(written)
  for (const value of [null, 1, [], [2, 1, [1, 0], 'a', 1, 1], [1, 1, null, 'a', 1, 1], [1, '1', [1, 0], 'a', 1, 1]]) {
    expect(valueToRunState(value), JSON.stringify(value)).toBeUndefined()
  }
})
