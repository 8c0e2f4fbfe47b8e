import { expect, test } from 'vitest'
import type { Indexed } from './indexed'
import { createRecall } from './recall'

const plain: Indexed = {
  id: 'first',
  text: 'The blue lamp in the hall flickers whenever the kettle is on',
  space: 'team',
  kind: 'episodic',
  author: 'support',
  tags: [],
  time: 1_700_000_000_000,
}
const copy = (id: string, more: Partial<Indexed> = {}): Indexed => ({
  ...plain,
  id,
  text: plain.text.replace('the hall', 'the hall really'),
  alike: ['first'],
  tags: ['lamp'],
  ...more,
})

function order(...records: Indexed[]): string[] {
  const recall = createRecall()
  for (const record of records) recall.put(record)
  return recall.search({ text: 'which lamp flickers?' }).map(hit => hit.id)
}

const other = { ...plain, id: 'other', text: 'A lamp, somewhere' }

test('a record stands in the place of the best of its copies, and they stand after what is about something else', () => {
  expect(order(plain, copy('a'), copy('b'), other)).toEqual(['first', 'other', 'b', 'a'])
  expect(order(plain, copy('a', { alike: [] }), other)[0]).toBe('a')
})

test('who only names a record neither lifts nor lowers it', () => {
  const named = { ...other, text: 'A lamp hums, and the kettle flickers' }
  const forged = copy('forged', { alike: ['other'] })
  expect(order(plain, forged, named)).toEqual(order(plain, copy('forged', { alike: undefined }), named))
})

test('a copy of what is gone speaks for itself', () => {
  expect(order(copy('a'), other)).toEqual(['a', 'other'])
})
