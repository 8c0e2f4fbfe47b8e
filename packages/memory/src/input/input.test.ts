import { expect, test } from 'vitest'
import { CommonplaceError } from '../errors'
import type { MemoryRecord } from '../reading/record'
import { type AddOptions, addOptions, checked, checkedText, workingOptions } from './input'
import { explained } from './unfit-input'

const cases: [name: string, options: unknown, message: RegExp][] = [
  ['a tag that is no text', { tags: [1] }, /tags\.0: expected a string, not 1/],
  ['a confidence above one', { confidence: 4 }, /confidence: expected at most 1/],
  ['a kind that is never stored', { kind: 'working' }, /kind: .*'semantic'/],
  ['an option nobody knows', { colour: 'red' }, /unknown option "colour"/],
  ['an expiry that is neither time nor duration', { expires: 'soon' }, /expires: .*'30d'/],
  ['a space with a control character', { space: 'a\u0000' }, /space: .*control characters/],
]

test.each(cases)('%s is refused with a message that names it', async (_, options, message) => {
  const check = async () => checked(addOptions, options, 'support', 'add')
  const error = await check().catch(explained)
  expect(error).toBeInstanceOf(CommonplaceError)
  expect((error as CommonplaceError).message).toMatch(/^agent "support" called add/)
  expect((error as CommonplaceError).message).toMatch(message)
})

test.each([
  [{ shown: 'yes' }, 'shown: expected boolean, not "yes"', 'correct shown'],
  [5, 'expected Object, not 5', 'correct an option'],
  [new Map(), 'expected Object, not "Map"', 'correct an option'],
  [{ expires: null }, 'expires: expected (Date | string | number), not null', 'correct expires'],
  [{ colour: 1 }, 'colour: unknown option "colour"', 'correct colour'],
])('where nobody can wait for better words, %j is refused in few', (options, problem, hint) => {
  const set = () => checked(workingOptions, options, 'support', 'working.set')
  expect(set).toThrow(CommonplaceError)
  expect(set).toThrow(
    expect.objectContaining({
      code: 'invalid-input',
      message: `agent "support" called working.set with an option that does not fit: ${problem}`,
      hint,
    }),
  )
})

test('options that fit pass unchanged', () => {
  const options = { tags: ['orders'], validFrom: new Date(0), expires: '30d', consistency: 'relay' as const }
  expect(checked(addOptions, options, 'support', 'add')).toEqual(options)
})

test('options may be frozen, as what a record hands out is', () => {
  const record: Pick<MemoryRecord, 'tags' | 'derivedFrom'> = Object.freeze({
    tags: ['orders'],
    derivedFrom: ['team.0.a.1'],
  })
  const options: AddOptions = { tags: record.tags, derivedFrom: record.derivedFrom }
  expect(checked(addOptions, options, 'support', 'add')).toEqual(record)
})

test('an empty text is refused', () => {
  expect(() => checkedText('  ', 'support', 'add')).toThrow(/with an empty text$/)
  expect(() => checkedText(undefined, 'support', 'add')).toThrow(/with no text$/)
  expect(() => checkedText('', 'support', 'retract', ' as its reason')).toThrow(
    /called retract with an empty text as its reason$/,
  )
})
