import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contentHash } from './content-hash'

test('neither the order of the records nor of their keys counts', () => {
  const one = [
    { id: 'a', author: { agent: 'x', user: 'y' } },
    { id: 'b', tags: ['p', 'q'] },
  ]
  const same = [
    { tags: ['p', 'q'], id: 'b' },
    { author: { user: 'y', agent: 'x' }, id: 'a', gone: undefined },
  ]
  expect(contentHash(same)).toBe(contentHash(one))
})

test('any other difference counts', () => {
  const records = fc.array(fc.record({ id: fc.string(), tags: fc.array(fc.string()), at: fc.option(fc.nat()) }))
  const text = (list: readonly object[]) =>
    list
      .map(one => JSON.stringify(one))
      .sort()
      .join('\n')
  fc.assert(
    fc.property(records, records, (a, b) => {
      expect(contentHash(a) === contentHash(b)).toBe(text(a) === text(b))
    }),
  )
  expect(contentHash([{ tags: ['p', 'q'] }])).not.toBe(contentHash([{ tags: ['q', 'p'] }]))
  expect(contentHash(['ab', 'c'])).not.toBe(contentHash(['a', 'bc']))
  expect(contentHash([{}, {}])).not.toBe(contentHash([{}]))
})

test('dates count by their time', () => {
  expect(contentHash([{ at: new Date(0) }])).toBe(contentHash([{ at: '1970-01-01T00:00:00.000Z' }]))
})
