import { expect, test } from 'vitest'
import { decodeRecord } from './decode-record'
import { sharing } from './sharing'

test('what one of the last eight said is given again, frozen; what is not alike is not', () => {
  const shared = sharing()
  const first = shared({ run: '0' })
  expect(Object.isFrozen(first)).toBe(true)
  expect(shared({ run: '0' })).toBe(first)
  for (let at = 1; at < 8; at++) expect(shared({ run: `${at}` }).run).toBe(`${at}`)
  expect(shared({ run: '0' })).toBe(first)
  shared({ run: '8' })
  expect(shared({ run: '0' })).not.toBe(first)
})

const payloadOf = (content: string, scope: unknown = ['u', null, 'run-1'], tags: unknown = []) =>
  JSON.stringify([1, ['ada', 'u'], [5, 0], 'record', 'episodic', content, scope, tags, {}])

test('records by one author about one thing share what they say alike', () => {
  const [one, other, another] = [
    decodeRecord(payloadOf('the tide is at six')),
    decodeRecord(payloadOf('the tide is at seven')),
    decodeRecord(payloadOf('the tide is at eight', ['u', 'run-1'])),
  ].map(record => (record.ok ? record.body : undefined))
  expect(one).toMatchObject({ author: { agent: 'ada', user: 'u' }, scope: { user: 'u', run: 'run-1' }, tags: [] })
  expect(other!.author).toBe(one!.author)
  expect(other!.scope).toBe(one!.scope)
  expect(other!.tags).toBe(one!.tags)
  expect(another!.scope).toEqual({ user: 'u', agent: 'run-1' })
})

test.each([
  'a plain text of some length',
  'one with "quotes", a \\ and\nlines of its own',
  'ünïcode ☃ 🎏 throughout',
  'record',
  '',
  '[',
])('a content that is part of its payload is what was written: %j', content => {
  const record = decodeRecord(payloadOf(content))
  expect(record.ok && record.body.content).toBe(content)
})

test('tags that are no list are damage, empty or not', () => {
  for (const tags of ['', {}, { length: 0 }, 0]) expect(decodeRecord(payloadOf('a text', [], tags)).ok).toBe(false)
})
