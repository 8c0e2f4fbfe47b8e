import { openMemory } from '@commonplace/memory'
import { memoryStorage } from '@commonplace/storage/memory'
import { InMemoryStore } from '@langchain/langgraph-checkpoint'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CommonplaceStore } from './store'

const label = fc.oneof(
  fc.constantFrom('users', 'ada', 'docs', 'a/b', '100%', '%2F', 'é', 'e\u0301', '雪', ' ', '__proto__', 'store'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5 }).filter(text => !/[.:\0]/.test(text)),
)
const namespace = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<string[][]>(['users'], ['users', 'ada'], ['docs']) },
  { weight: 1, arbitrary: fc.array(label, { minLength: 1, maxLength: 3 }) },
)
const key = fc.oneof(fc.constantFrom('k', 'l', 'a/b', '', '..'), label)
const value = fc.record({ kind: fc.constantFrom('a', 'b'), n: fc.integer({ min: 0, max: 3 }) }, { requiredKeys: ['n'] })
const filter = fc.option(
  fc.oneof(
    fc.record({ kind: fc.constantFrom('a', 'b') }),
    fc.record({ n: fc.constantFrom({ $gt: 1 }, { $lte: 2 }, { $ne: 0 }, { $in: [1, 3] }, { $nin: [2] }) }),
  ),
  { nil: undefined },
)
const put = fc.record({ do: fc.constant('put' as const), namespace, key, value })
const search = fc.record({
  do: fc.constant('search' as const),
  namespace: fc.oneof(namespace, fc.constant<string[]>([])),
  filter,
})
const operation = fc.oneof(
  { weight: 3, arbitrary: put },
  { weight: 3, arbitrary: search },
  fc.record({ do: fc.constant('delete' as const), namespace, key }),
  fc.record({ do: fc.constant('get' as const), namespace, key }),
  fc.record({
    do: fc.constant('names' as const),
    prefix: fc.option(namespace, { nil: undefined }),
    maxDepth: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
  }),
)
type Op = typeof operation extends fc.Arbitrary<infer Value> ? Value : never

const plain = ({ namespace, key, value }: { namespace: string[]; key: string; value: unknown }) =>
  JSON.stringify({ namespace, key, value })

async function carriedOut(store: InMemoryStore | CommonplaceStore, op: Op): Promise<unknown> {
  if (op.do === 'put') return store.put(op.namespace, op.key, op.value)
  if (op.do === 'delete') return store.delete(op.namespace, op.key)
  if (op.do === 'names')
    return await store.listNamespaces({
      ...(op.prefix && { prefix: op.prefix }),
      ...(op.maxDepth && { maxDepth: op.maxDepth }),
    })
  if (op.do === 'search')
    return (await store.search(op.namespace, { limit: 100, ...(op.filter && { filter: op.filter }) })).map(plain).sort()
  const item = await store.get(op.namespace, op.key)
  return item && plain(item)
}

/** InMemoryStore lists namespaces that have become empty. */
const withoutEmpty = (operations: readonly Op[]) =>
  operations.some(({ do: what }) => what === 'delete')
    ? operations.filter(({ do: what }) => what !== 'names')
    : operations

test('a store says what the in-memory store of LangGraph says, whatever is put, deleted and asked for', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { maxLength: 25 }), async given => {
      const memory = await openMemory({ agent: { id: 'a' }, storage: memoryStorage() })
      const stores = [new CommonplaceStore(memory), new InMemoryStore()] as const
      for (const op of withoutEmpty(given)) {
        const [ours, theirs] = [await carriedOut(stores[0], op), await carriedOut(stores[1], op)]
        expect(ours ?? null, JSON.stringify(op)).toEqual(theirs ?? null)
      }
      await memory.close()
    }),
    { numRuns: 150 },
  )
})
