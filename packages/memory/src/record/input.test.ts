import { expect, test } from 'vitest'
import { CommonplaceError } from '../errors'
import { addOptions, checked, checkedText } from './input'

const cases: [name: string, options: unknown, message: RegExp][] = [
  ['a tag that is no text', { tags: [1] }, /tags\.0: expected a string, not 1/],
  ['a confidence above one', { confidence: 4 }, /confidence: expected at most 1/],
  ['a kind that is never stored', { kind: 'working' }, /kind: .*'semantic'/],
  ['an option nobody knows', { colour: 'red' }, /unknown option "colour"/],
  ['an expiry that is neither time nor duration', { expires: 'soon' }, /expires: .*'30d'/],
  ['a space with a control character', { space: 'a\u0000' }, /space: .*control characters/],
]

test.each(cases)('%s is refused with a message that names it', (_, options, message) => {
  expect(() => checked(addOptions, options, 'support', 'add')).toThrow(CommonplaceError)
  expect(() => checked(addOptions, options, 'support', 'add')).toThrow(/^agent "support" called add/)
  expect(() => checked(addOptions, options, 'support', 'add')).toThrow(message)
})

test('options that fit pass unchanged', () => {
  const options = { tags: ['orders'], validFrom: new Date(0), expires: '30d', consistency: 'relay' as const }
  expect(checked(addOptions, options, 'support', 'add')).toEqual(options)
})

test('an empty text is refused', () => {
  expect(() => checkedText('  ', 'support', 'add')).toThrow(/not empty|with a string/)
  expect(() => checkedText(undefined, 'support', 'add')).toThrow(/with a undefined/)
})
