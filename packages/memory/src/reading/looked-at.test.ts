import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Author, appendEntries, EntryIndex, encodeRecord, factKey, type RecordBody } from '../model'
import type { Space } from '../space/space'
import { LookedAt } from './looked-at'

const key = factKey('a')
const body: RecordBody = {
  ...{ type: 'fact', kind: 'semantic', content: 'x', value: 1, scope: {}, tags: [], derivedFrom: [] },
  ...{ author: { agent: 'ada' }, time: { ms: 1, count: 0 }, status: 'plain' },
}

function begin() {
  const doc = new Y.Doc()
  const index = new EntryIndex(doc)
  const space = { index } as Space
  const authors = new Map<number, Author>([[1, { agent: 'ada' }]])
  const context = { authorOf: (client: number) => authors.get(client) }
  const looked = new LookedAt()
  const write = (changes: Partial<RecordBody> = {}, client = 1) => {
    const parents = index.headsOf(key).map(({ dot }) => dot)
    appendEntries(doc, client, [{ key, parents, payload: encodeRecord({ ...body, ...changes }) }])
  }
  const taken = () => looked.takeNew(space, key, context)?.map(({ dot }) => dot.clock)
  for (let n = 0; n < 20; n++) write()
  expect(taken()).toBeUndefined()
  looked.tookAll(space, key, index.entriesOf(key), context, true)
  expect(taken()).toEqual([])
  return { doc, authors, write, taken }
}

test('of a key with many versions those are taken that came since', () => {
  const { authors, write, taken } = begin()
  write()
  write()
  expect(taken()).toEqual([21, 20])
  authors.set(2, { agent: 'bob' })
  write({}, 2)
  expect(taken()).toEqual([0])
  expect(taken()).toEqual([])
})

test('once one has gone, though another came, all are looked at again', () => {
  const { doc, write, taken } = begin()
  write()
  doc.getArray('w/1/0').delete(3)
  expect(taken()).toBeUndefined()
})

test('once a writer is found to be somebody else, or one retracts, all are looked at again', () => {
  const bound = begin()
  bound.authors.set(1, { agent: 'mallory' })
  bound.write()
  expect(bound.taken()).toBeUndefined()
  const retracted = begin()
  retracted.write({ type: 'tombstone', content: '' })
  expect(retracted.taken()).toBeUndefined()
})
