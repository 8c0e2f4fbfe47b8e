import { expect, test } from 'vitest'
import { callName } from './call-name'

test.each([
  ['"opening hours"', 'opening hours'],
  ['["tracking","NW-7741-20"]', '["tracking","NW-7741-20"]'],
  // What is shown of a long one ends in the middle.
  ['"opening ho', '"opening ho'],
])('%s', (key, name) => {
  expect(callName(key)).toBe(name)
})
