import { expect, test } from 'vitest'
import { absenceText } from './absence-text'

test.each([
  [[], 'This record is not here'],
  [['superseded', 'refuted'], 'This record was refuted'],
  [['superseded', 'retracted', 'ignored'], 'This record was retracted'],
  [['compacted', 'not-valid'], 'This record does not hold now'],
  [['superseded'], 'This record is not here'],
] as const)('%j', (states, heading) => {
  expect(absenceText(states.map(state => ({ state }))).heading).toBe(heading)
})
