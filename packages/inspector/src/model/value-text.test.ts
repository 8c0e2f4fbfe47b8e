import { expect, test } from 'vitest'
import { typedValue } from './value-text'

test.each([
  ['shipped', 'shipped'],
  ['42', 42],
  ['"42"', '42'],
  ['42 lamps', '42 lamps'],
  ['true', true],
  ['trueish', 'trueish'],
  ['{"dock":3}', { dock: 3 }],
  ['{dock}', '{dock}'],
  ['[1, 2]', [1, 2]],
  ['-', '-'],
])('%s is stored as %j', (text, value) => {
  expect(typedValue(text).value).toEqual(value)
})
