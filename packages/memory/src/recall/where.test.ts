import { create, insert } from '@orama/orama'
import { expect, test } from 'vitest'
import type { Bm25Store } from './bm25-index'
import { idsWhere, type Where } from './where'

function storeOf(records: number): Bm25Store {
  const orama = create({ id: 'test', schema: { user: 'enum', space: 'enum' }, sort: { enabled: false } })
  for (let id = 1; id <= records; id++) {
    insert(orama, { id: String(id), user: id % 500 === 0 ? 'few' : 'many', space: 'team' })
  }
  return orama.data.index as Bm25Store
}

const all = () => true

test('lists the smallest bucket, whichever clause it belongs to, without what is not admitted', () => {
  const store = storeOf(2_000)
  const where: Where = {
    and: [{ admits: id => id !== 1_000 }, { space: { in: ['team'] } }, { user: { in: ['few', 'none'] } }],
  }
  expect([...idsWhere(store, where)!]).toEqual([500, 1_500, 2_000])
  expect([
    ...idsWhere(store, { and: [{ admits: all }, { user: { in: ['few'] } }, { space: { in: ['team'] } }] })!,
  ]).toHaveLength(4)
})

test('asks instead of listing where every bucket is large', () => {
  const asked: number[] = []
  const admits = (id: number) => asked.push(id) > 1
  const ids = idsWhere(storeOf(2_000), { and: [{ admits }, { space: { in: ['team'] } }] })!
  expect(asked).toEqual([])
  expect([ids.has(7), ids.has(8)]).toEqual([false, true])
  expect(asked).toEqual([7, 8])
})

test('leaves any other where to Orama, and refuses fields it has no bucket for', () => {
  expect(idsWhere(storeOf(1), { user: { eq: 'few' } } as unknown as Where)).toBeUndefined()
  expect(() => idsWhere(storeOf(1), { and: [{ admits: all }, { usr: { in: ['few'] } }] })).toThrow(
    '"usr" is not an enum',
  )
})
