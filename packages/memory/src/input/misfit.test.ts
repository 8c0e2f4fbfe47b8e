import { expect, test } from 'vitest'
import { contextOptions } from '../context/input'
import { CommonplaceError } from '../errors'
import { checkedOpenOptions } from '../open-options'
import { logEntry } from '../runs/input'
import { addOptions, checked, searchOptions } from './input'
import { explained } from './unfit-input'

/** What a caller reads, message then hint, of input that must not fit. */
async function complaint(schema: Parameters<typeof checked>[0], given: unknown): Promise<string> {
  try {
    checked(schema, given, 'support', 'verb')
  } catch (given) {
    const error = await explained(given)
    if (error instanceof CommonplaceError) return `${error.message.replace(/^.*fit: /, '')} | ${error.hint}`
  }
  throw new Error('it fits')
}

const cases: [name: string, schema: Parameters<typeof checked>[0], given: unknown, expected: RegExp][] = [
  [
    'a name with a letter missing',
    addOptions,
    { tag: ['a'] },
    /^unknown option "tag" \(did you mean "tags"\?\) \| the options are space, tags, /,
  ],
  [
    'a list where one entry was to be',
    addOptions,
    { ...Array(100_000).fill('a') },
    /^unknown option "0", "1", "2", "3", "4" and 99995 more \| the options are /,
  ],
  ['a name that is like no other', addOptions, { colour: 'red' }, /^unknown option "colour" \| the options are /],
  [
    'a name inside an option',
    addOptions,
    { source: { typ: 'web' } },
    /^source: unknown option "typ" \(did you mean "type"\?\) \| source takes type, name, uri$/,
  ],
  [
    'a wrong type',
    addOptions,
    { tags: 'orders' },
    /^tags: expected an array, not "orders" \| correct tags, or leave it out$/,
  ],
  [
    'what is needed left out',
    contextOptions,
    {},
    /^query: expected a string, not undefined \| pass query, it is needed$/,
  ],
  [
    'a number below the least',
    contextOptions,
    { query: 'a', budget: 1 },
    /^budget: expected at least 64 \| correct budget, or leave it out$/,
  ],
  ['neither of two forms', searchOptions, { limit: 'all' }, /^limit: expected a number or "auto", not "all" \|/],
  [
    'one of two forms, incomplete',
    logEntry,
    { content: 'a' },
    /^role: expected a string, not undefined \| pass role, it is needed$/,
  ],
  ['no object', addOptions, 'orders', /^expected an object, not "orders" \| pass an object; its options are space, /],
  ['a list', addOptions, [], /^expected an object, not an array \| pass an object; /],
  ['a Date', addOptions, new Date(0), /^expected an object, not a Date \| pass an object; /],
  ['a Map', addOptions, new Map(), /^expected an object, not a Map \| pass an object; /],
  ['a promise', addOptions, Promise.resolve({}), /^expected an object, not a Promise \| pass an object; /],
  ['a signal itself', addOptions, new AbortController().signal, /^expected an object, not an AbortSignal \| pass /],
  ['a Map inside', addOptions, { scope: new Map() }, /^scope: expected an object, not a Map \| correct scope, /],
  ['a list inside', addOptions, { scope: [] }, /^scope: expected an object, not an array \| correct scope, /],
  ['null', addOptions, null, /^expected an object, not null \| pass an object; its options are space, /],
]

test.each(cases)('%s is told with what would fit', async (_, schema, given, expected) => {
  expect(await complaint(schema, given)).toMatch(expected)
})

test('an object of a class, or a module, is taken as options', async () => {
  class Choice {
    scope = { user: 'ann' }
  }
  expect(checked(addOptions, new Choice(), 'support', 'add')).toEqual({ scope: { user: 'ann' } })
  const module = await import('./options.fixture')
  expect(checked(addOptions, module, 'support', 'add')).toEqual({ tags: ['orders'] })
})

/** What somebody reads who opens a memory with such an option. */
async function opening(options: object): Promise<string> {
  try {
    await checkedOpenOptions({ agent: { id: 'support' }, ...options })
  } catch (error) {
    if (error instanceof CommonplaceError) return `${error.message.replace(/^.*fit: /, '')} | ${error.hint}`
  }
  throw new Error('it fits')
}

test.each([
  [{ clock: 5 }, /^clock: expected a function, not 5 \|/],
  [{ relay: { url: 'ws://here', getToken: 'abc' } }, /^relay\.getToken: expected a function, not "abc" \|/],
  [{ storage: 5 }, /^storage: expected a string or a Storage, not 5 \|/],
  [{ storage: '' }, /^storage: expected a text that is not empty \|/],
  [{ conflicts: 'newest' }, /"validators", "manual", an object or a function, not "newest" \|/],
  [{ gate: true }, /^gate: expected false or an object, not true \|/],
  [{ encryption: {} }, /^encryption\.key: expected 32 bytes or a CryptoKey, not undefined \| pass encryption\.key/],
  [{ retention: [{}] }, /^retention\.0\.keep: expected "forever" or a duration, not undefined \|/],
  [{ kinds: { episodc: {} } }, /^kinds: there is no "episodc", only "episodic", "semantic" or "procedural" \|/],
  [
    { checkpoints: [{ validators: 2, among: ['ann'] }] },
    /^checkpoints\.0: more validators are wanted than are named \|/,
  ],
  [
    { quarantine: [{ authors: ['new'], validators: 2, among: ['ann', 'ann'] }] },
    /^quarantine\.0: more validators are wanted than are named \|/,
  ],
  [{ relay: 'ws://localhost:99999' }, /^relay: expected an address like 'ws:\/\/localhost:4321' \|/],
  [{ relay: 'ws://localhost:4321/#team' }, /^relay: expected an address like 'ws:\/\/localhost:4321' \|/],
])('opening with %o says what would fit', async (options, expected) => {
  expect(await opening(options)).toMatch(expected)
})
