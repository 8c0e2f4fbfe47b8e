import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Indexed } from './indexed'
import { createRecall, type Recall } from './recall'

const day = 86_400_000
const may2023 = Date.UTC(2023, 4, 1)

function indexed(id: string, text: string, more: Partial<Indexed> = {}): Indexed {
  return { id, text, space: 'team', kind: 'episodic', author: 'support', tags: [], time: may2023, ...more }
}

function recallOf(...records: Indexed[]): Recall {
  const recall = createRecall()
  for (const record of records) recall.put(record)
  return recall
}

const idsOf = (hits: readonly { id: string }[]) => hits.map(hit => hit.id)

describe('a search sees every write before it', () => {
  test('records are found at once, under their latest text, until they are removed', () => {
    const recall = recallOf(indexed('1', 'the order left the warehouse'))
    expect(idsOf(recall.search({ text: 'warehouse' }))).toEqual(['1'])
    recall.put(indexed('1', 'the order arrived'))
    expect(recall.search({ text: 'warehouse' })).toEqual([])
    expect(idsOf(recall.search({ text: 'arrived' }))).toEqual(['1'])
    expect(recall.size).toBe(1)
    expect(recall.remove('1')).toBe(true)
    expect(recall.remove('1')).toBe(false)
    expect(recall.search({ text: 'arrived' })).toEqual([])
    expect(recall.size).toBe(0)
  })

  test('tags are words too', () => {
    expect(idsOf(recallOf(indexed('1', 'left', { tags: ['orders'] })).search({ text: 'order' }))).toEqual(['1'])
  })

  test('a record changed by its owner after the put is indexed and removed as it was', () => {
    const mutable = { ...indexed('1', 'warehouse'), tags: ['a'] }
    const recall = recallOf(mutable)
    mutable.text = 'office'
    mutable.tags.push('b')
    expect(idsOf(recall.search({ text: 'warehouse', filter: { tags: 'a' } }))).toEqual(['1'])
    expect(recall.search({ text: 'warehouse', filter: { tags: 'b' } })).toEqual([])
    recall.remove('1')
    expect(recall.search({ text: 'warehouse' })).toEqual([])
  })

  test('ids of any shape are only ids', () => {
    const ids = ['__proto__', 'constructor', '1', '01', ' ']
    const recall = recallOf(...ids.map(id => indexed(id, 'same words')))
    expect(idsOf(recall.search({ text: 'words' })).sort()).toEqual([...ids].sort())
    for (const id of ids) expect(recall.remove(id)).toBe(true)
    expect(recall.size).toBe(0)
  })
})

describe('filters', () => {
  const team = [
    indexed('ada', 'order shipped', { user: 'ada', kind: 'semantic', time: may2023 }),
    indexed('mel', 'order shipped', { user: 'mel', time: may2023 + day }),
    indexed('nobody', 'order shipped', { tags: ['eu'], time: may2023 + 2 * day }),
  ]

  test('narrow a search', () => {
    const find = (filter: object) => idsOf(recallOf(...team).search({ text: 'order', filter })).sort()
    expect(find({})).toEqual(['ada', 'mel', 'nobody'])
    expect(find({ user: ['ada', null] })).toEqual(['ada', 'nobody'])
    expect(find({ user: 'ada', kind: 'episodic' })).toEqual([])
    expect(find({ tags: 'eu' })).toEqual(['nobody'])
    expect(find({ not: { user: 'mel' }, time: { to: may2023 + day } })).toEqual(['ada'])
  })

  test('what a filter excludes does not influence what is found, not even as a neighbour in the run', () => {
    const run = { run: 'r' }
    const asked = indexed('1', 'Which instrument does Ada play?', { ...run, user: 'mel' })
    const answer = indexed('2', 'The violin, since school', { ...run, time: may2023 + 1, user: 'ada' })
    expect(idsOf(recallOf(asked, answer).search({ text: 'which instrument?' }))).toContain('2')
    expect(recallOf(asked, answer).search({ text: 'which instrument?', filter: { user: 'ada' } })).toEqual([])
  })

  test('what a filter excludes adds nothing to the score of its neighbours', () => {
    const score = (run: string) => {
      const own = indexed('1', 'I play the violin', { run: 'r', user: 'ada' })
      const other = indexed('2', 'I play the violin', { run, user: 'mel' })
      return recallOf(own, other).search({ text: 'violin', filter: { user: 'ada' } })[0]!.score
    }
    expect(score('r')).toBe(score('elsewhere'))
  })

  test('a small bucket and a large one give what asking every record gives', () => {
    const records = Array.from({ length: 3_000 }, (_, at) =>
      indexed(`id${at}`, 'an order', { user: at % 100 === 0 ? 'few' : 'many', time: may2023 + at }),
    )
    const recall = recallOf(...records)
    for (const user of ['few', 'many']) {
      const expected = records
        .filter(record => record.user === user)
        .slice(-20)
        .map(record => record.id)
      const found = recall.search({ text: 'order', limit: 20, filter: { user } })
      expect(idsOf(found).sort()).toEqual(expected.sort())
    }
  })
})

test('equal scores come latest first, by time and then by id, whatever the order of arrival', () => {
  const some = fc.shuffledSubarray(
    [0, 0, 1, 1, 2].map((age, at) => indexed(`id${at}`, 'same words', { time: may2023 + age })),
    { minLength: 5 },
  )
  fc.assert(
    fc.property(some, records => {
      expect(idsOf(recallOf(...records).search({ text: 'words' }))).toEqual(['id4', 'id3', 'id2', 'id1', 'id0'])
    }),
  )
})

test('an index that has seen puts, replacements and removals answers like a fresh one', () => {
  const words = fc.array(fc.constantFrom('ash', 'birch', 'cedar', 'Rome', 'Ada', 'Mel', 'when', 'I', 'yesterday?'), {
    minLength: 1,
    maxLength: 6,
  })
  const given = fc.record({
    text: words.map(list => list.join(' ')),
    run: fc.constantFrom('a', 'b', undefined),
    author: fc.constantFrom('Ada', 'Mel'),
    user: fc.constantFrom('ada', undefined),
    time: fc.integer({ min: 0, max: 3 }).map(at => may2023 + at * day),
  })
  const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }).map(String), fc.option(given)), { maxLength: 40 })
  const queries = ['ash', 'when did Ada see a birch?', 'cedar or ash on 2 May 2023', 'who went to Rome?']
  fc.assert(
    fc.property(steps, all => {
      const worn = createRecall()
      const present = new Map<string, Indexed>()
      for (const [id, fields] of all) {
        if (fields === null) {
          worn.remove(id)
          present.delete(id)
        } else {
          worn.put(indexed(id, '', fields))
          present.set(id, indexed(id, '', fields))
        }
      }
      for (const text of queries) {
        expect(worn.search({ text })).toEqual(recallOf(...present.values()).search({ text }))
      }
    }),
  )
})

describe('the word being typed', () => {
  const recall = recallOf(
    indexed('1', 'the warehouse is closed', { run: 'r' }),
    indexed('2', 'come tomorrow', { run: 'r' }),
  )

  test('is found by its beginning only when it is said to be open', () => {
    expect(idsOf(recall.search({ text: 'wareh', prefix: true }))).toEqual(['1'])
    expect(recall.search({ text: 'wareh' })).toEqual([])
  })

  test('finds records that match themselves, no neighbours', () => {
    expect(idsOf(recall.search({ text: 'warehouse' })).sort()).toEqual(['1', '2'])
    expect(idsOf(recall.search({ text: 'warehouse', prefix: true }))).toEqual(['1'])
  })
})

describe('why', () => {
  test('names the words that the record holds, as the query wrote them', () => {
    const [hit] = recallOf(indexed('1', 'Orders were shipped from Rome')).search({
      text: 'Was the Order shipping to Paris?',
    })
    expect(hit!.why.words).toEqual(['order', 'shipping'])
  })

  test('adds up to the score, the largest part first', () => {
    const recall = recallOf(indexed('1', 'I moved to Rome last week', { author: 'Ada' }))
    const [hit] = recall.search({ text: 'When did Ada move on 3 May 2023?' })
    const { parts } = hit!.why
    expect(parts.map(part => part.name)).toEqual(
      expect.arrayContaining(['coverage', 'person', 'ownWords', 'whenAsked', 'nearDate']),
    )
    expect(parts.reduce((sum, part) => sum + part.value, 0)).toBeCloseTo(hit!.score, 9)
    const sizes = parts.map(part => Math.abs(part.value))
    expect(sizes).toEqual([...sizes].sort((one, other) => other - one))
  })
})

describe('refused with a hint', () => {
  const refused = (code: string) => expect.objectContaining({ code, hint: expect.stringMatching(/./) })

  test.each([
    ['query-too-long', { text: 'x'.repeat(8_193) }],
    ['query-too-long', { text: Array.from({ length: 513 }, (_, at) => `w${at}`).join(' ') }],
    ['query-invalid', { text: 'x', limit: 'many' as 'auto' }],
    ['filter-invalid', { text: 'x', filter: { user: /ada/ } as object }],
    ['query-invalid', { text: undefined as unknown as string }],
    ['query-invalid', { text: 'x', limit: 0 }],
    ['query-invalid', { text: 'x', limit: 401 }],
    ['query-invalid', { text: 'x', now: Number.NaN }],
    ['filter-invalid', { text: 'x', filter: { usr: 'ada' } as object }],
  ])('%s', (code, query) => {
    expect(() => createRecall().search(query)).toThrow(refused(code))
  })

  test.each([
    [{ id: '' }],
    [{ text: null as unknown as string }],
    [{ time: Number.NaN }],
    [{ user: 3 as unknown as string }],
    [{ tags: 'orders' as unknown as string[] }],
  ])('record-invalid: %j, and nothing is indexed', more => {
    const recall = createRecall()
    expect(() => recall.put({ ...indexed('1', 'x'), ...more })).toThrow(refused('record-invalid'))
    expect(recall.size).toBe(0)
  })
})
