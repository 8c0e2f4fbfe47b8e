import { components, create, insert, type Results, remove, search } from '@orama/orama'
import { documentsStore, internalDocumentIDStore } from '@orama/orama/components'
import { describe, expect, test } from 'vitest'

// What recall relies on, or avoids, in the one version of Orama it is pinned to. A failure after an upgrade means: read
// the part of recall named in the test before changing the test.

const schema = { text: 'string', user: 'enum', tags: 'enum[]' } as const
type Hits = Results<{ id: string }>

function stock() {
  return create({ id: 'test', schema, sort: { enabled: false } })
}

describe('relied upon', () => {
  test('orama: ids are numbered from 1 as they first come, and keep their number when asked for again', () => {
    const ids = internalDocumentIDStore.createInternalDocumentIDStore()
    const number = (id: string) => internalDocumentIDStore.getInternalDocumentId(ids, id)
    expect(['1', '2', '3', '2', '1'].map(number)).toEqual([1, 2, 3, 2, 1])
  })

  test('orama: an id once seen is never forgotten, so ids must be used again', () => {
    const orama = stock()
    insert(orama, { id: 'gone', text: 'x' })
    remove(orama, 'gone')
    expect(orama.internalDocumentIDStore.internalIdToId).toEqual(['gone'])
  })

  test('orama: documents are held by reference and read again to remove them, so they must be frozen', () => {
    const orama = stock()
    const mutable = { id: '1', text: 'before', user: 'ada' }
    insert(orama, mutable)
    mutable.user = 'mel'
    remove(orama, '1')
    const tree = orama.data.index.indexes.user!.node as unknown as { numberToDocumentId: Map<string, Set<number>> }
    expect([...tree.numberToDocumentId.get('ada')!]).toEqual([1])
  })

  test('orama: the store of documents gives back the object it was given, and keeps none that was removed', () => {
    const ids = internalDocumentIDStore.createInternalDocumentIDStore()
    const documents = documentsStore.createDocumentsStore()
    const held = documents.create(stock(), ids)
    const document = Object.freeze({ text: 'x' })
    documents.store(held, '1', internalDocumentIDStore.getInternalDocumentId(ids, '1'), document)
    expect(documents.get(held, 1 as never)).toBe(document)
    expect(documents.remove(held, '1', 1)).toBe(true)
    expect(documents.get(held, 1 as never)).toBeUndefined()
  })

  test('where: the result of the where clause reaches the search untouched and is only asked, never listed', () => {
    const base = components.index.createIndex()
    class Asked extends Set<number> {
      override has(id: number): boolean {
        return id === 2
      }
      override [Symbol.iterator](): SetIterator<number> {
        throw new Error('listed')
      }
    }
    const index = { ...base, searchByWhereClause: () => new Asked() }
    const orama = create({ id: 'test', schema, components: { index } })
    for (const id of ['1', '2', '3']) insert(orama, { id, text: 'x', user: 'ada' })
    const found = search(orama, { term: 'x', where: { and: [{ user: { eq: 'ada' } }] } }) as Hits
    expect(found.hits.map(hit => hit.id)).toEqual(['2'])
  })
})

describe('avoided', () => {
  test('where: a key beside `and` is silently ignored, so a scope could vanish', () => {
    const orama = stock()
    insert(orama, { id: '1', text: 'x', user: 'ada', tags: ['t'] })
    const where = { and: [{ tags: { containsAny: ['t'] } }], user: { eq: 'mel' } }
    expect((search(orama, { term: 'x', where }) as Hits).count).toBe(1)
  })

  test('where: an empty `and` admits nothing', () => {
    const orama = stock()
    insert(orama, { id: '1', text: 'x' })
    expect((search(orama, { term: 'x', where: { and: [] } }) as Hits).count).toBe(0)
  })

  test('bm25-index: every query word is a prefix', () => {
    const orama = stock()
    insert(orama, { id: '1', text: 'carpet' })
    expect((search(orama, { term: 'car' }) as Hits).count).toBe(1)
  })

  test('tokenizer: words outside the Latin alphabet are lost', () => {
    const orama = stock()
    insert(orama, { id: '1', text: '東京 мир' })
    expect((search(orama, { term: 'мир' }) as Hits).count).toBe(0)
  })

  test('bm25-index: a removed text stays in the frequencies', () => {
    const orama = stock()
    insert(orama, { id: '1', text: 'secret' })
    remove(orama, '1')
    expect(Object.keys((orama.data.index as components.index.Index).tokenOccurrences.text!)).toContain('secret')
  })
})
