import { openMemory } from '@commonplace/memory'
import { memoryStorage } from '@commonplace/storage/memory'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SearchFilters } from './filters'
import { Memory, type SearchResult } from './memory'
import { idsOf, Rows } from './rows.fixture'

const scalar = fc.constantFrom<unknown[]>('food', 'Food and drink', 'work', 3, 7, true)
const metadata = fc.dictionary(fc.constantFrom('topic', 'n', 'toString'), scalar, { maxKeys: 2, noNullPrototype: true })
const name = fc.constantFrom('a', 'b')
const entity = fc
  .record({ userId: name, agentId: name, runId: name }, { requiredKeys: [], noNullPrototype: true })
  .filter(ids => Object.keys(ids).length > 0)
const text = fc.constantFrom('Ada likes tea', 'Bob works in Berlin', 'The lamp flickers', 'Order 42 was shipped')
const day = fc.option(fc.constantFrom('2020-02-29', '2999-12-31'), { nil: undefined })
const oneOf = <Value>(operators: string[], value: fc.Arbitrary<Value>) =>
  fc.dictionary(fc.constantFrom(...operators), value, { minKeys: 1, maxKeys: 2, noNullPrototype: true })
const asked = fc.oneof(
  scalar,
  fc.constant('*'),
  fc.array(scalar, { maxLength: 2 }),
  oneOf<unknown>(['eq', 'ne', 'gt', 'gte', 'lt', 'lte'], scalar),
  oneOf<unknown>(['in', 'nin'], fc.array(scalar, { maxLength: 3 })),
  oneOf<unknown>(['contains', 'icontains'], fc.constantFrom('Foo', 'DRINK', '', 'tea')),
)
const fields = oneOf<unknown>(['topic', 'n', 'data', 'toString'], asked)
const some = (conditions: fc.Arbitrary<SearchFilters>) => fc.array(conditions, { minLength: 1, maxLength: 2 })
const condition = fc.oneof(
  fields,
  fc.record({ user_id: name }, { noNullPrototype: true }),
  fc.record({ OR: some(fields), NOT: some(fields) }, { requiredKeys: [], noNullPrototype: true }),
)
const filters = fc
  .tuple(entity, fc.option(fields), fc.option(some(condition)), fc.option(some(condition)), fc.option(some(condition)))
  .map(([ids, own, AND, OR, NOT]) => ({
    ...{ ...own, ...idsOf(ids) },
    ...{ ...(AND && { AND }), ...(OR && { OR }), ...(NOT && { NOT }) },
  }))
const at = fc.nat(20)
const operation = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('add' as const), text, entity, metadata, day }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('update' as const), at, text, metadata, day }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), at }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('deleteAll' as const), entity }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('find' as const), filters, showExpired: fc.boolean() }) },
)
type Operation = typeof operation extends fc.Arbitrary<infer Value> ? Value : never

async function carryOut(memory: Memory, model: Rows, op: Operation): Promise<void> {
  if (op.do === 'find') {
    const options = { filters: op.filters, showExpired: op.showExpired, topK: 100 }
    const idsIn = ({ results }: SearchResult) => results.map(({ id }) => id).sort()
    const wanted = model.found(op.filters, op.showExpired).sort()
    expect(idsIn(await memory.getAll(options))).toEqual(wanted)
    expect(idsIn(await memory.search('tea, Berlin, lamp or order?', { ...options, threshold: 0 }))).toEqual(wanted)
  } else if (op.do === 'add') {
    const kept = { ...op.metadata, ...(op.day && { expiration_date: op.day }) }
    const known = model.same(op.text, idsOf(op.entity), kept)
    const options = { ...op.entity, metadata: op.metadata, expirationDate: op.day }
    const [row] = (await memory.add(op.text, options)).results
    expect(row?.metadata).toEqual({ event: known ? 'NONE' : 'ADD' })
    if (known) expect(model.same(op.text, idsOf(op.entity), kept)).toBeDefined()
    else model.rows.push({ id: row!.id, memory: op.text, ids: idsOf(op.entity), metadata: kept })
  } else if (op.do === 'deleteAll') {
    await memory.deleteAll(op.entity)
    model.delete(model.found(idsOf(op.entity), true))
  } else {
    const row = model.rows[op.at % model.rows.length]
    if (!row) return
    if (op.do === 'delete') {
      await memory.delete(row.id)
      model.delete([row.id])
      expect(await memory.get(row.id)).toBeNull()
      expect((await memory.history(row.id))[0]).toMatchObject({ action: 'DELETE', previous_value: row.memory })
      return
    }
    await memory.update(row.id, { text: op.text, metadata: op.metadata, expirationDate: op.day })
    Object.assign(row.metadata, op.metadata, op.day && { expiration_date: op.day })
    expect((await memory.history(row.id))[0]).toMatchObject({ action: 'UPDATE', previous_value: row.memory })
    row.memory = op.text
    expect(await memory.get(row.id)).toMatchObject({ memory: op.text, metadata: row.metadata, ...row.ids })
  }
}

test('what is added, changed, deleted and asked for is what a list of rows and a plain reading of the filters says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { maxLength: 25 }), async operations => {
      // A text that a search gave is no news to the write gate, and would fall with what it repeats.
      const gate = { recalled: 'keep' } as const
      const own = await openMemory({ agent: { id: 'a' }, storage: memoryStorage(), gate })
      const [memory, model] = [new Memory({ memory: own }), new Rows()]
      for (const op of operations) await carryOut(memory, model, op)
      await own.close()
    }),
    { numRuns: 60 },
  )
})
