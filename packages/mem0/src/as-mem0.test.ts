import { openMemory } from '@commonplace/memory'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import golden from './mem0-3.3.1.golden.json'
import { Memory } from './memory'
import { transcript } from './transcript.fixture'

const error = (text: string) => `error: ${text}`
const update = { memory_id: 'tea0', action: 'UPDATE', created_at: 'time', updated_at: 'time', is_deleted: 0 }

/** What is otherwise on purpose. */
const differs = {
  'getAll {"user_id":"ada","topic":"*"}': ['tea0'],
  'search {"user_id":"ada","topic":"*"}': ['tea0'],
  // The same rows, newest first; mem0 sorts by when the memory was made.
  history: [
    golden.history[0],
    { ...update, previous_value: 'Ada likes coffee', new_value: 'Ada likes coffee' },
    { ...update, previous_value: 'Ada likes tea', new_value: 'Ada likes coffee' },
    golden.history[1],
  ],
  'blank text': error('messages cannot be empty or blank. Provide at least one message with non-empty content.'),
  'no messages': error('messages cannot be empty or blank. Provide at least one message with non-empty content.'),
  'id beside filters': golden['id beside filters'].replace('{ userId: "..." }', '{ user_id: "..." }'),
  'camel case': error("filters take user_id, not userId: filters: { user_id: 'u1' }"),
  'empty OR': `${golden['empty OR']}, such as [{ category: 'food' }]`,
  operator: `${golden.operator}. filters.n takes eq, ne, gt, gte, lt, lte, in, nin, contains, icontains.`,
  timestamp: error('timestamp is not supported: put when it was into metadata, or use the Commonplace memory itself'),
  referenceDate: error('referenceDate is not supported: memory.search of a Commonplace memory takes asOf'),
}

// The golden file is what `transcript` gave on the `Memory` of mem0ai 3.3.1, its store `memory` over an SQLite of maps, its embedder counts of words.
test('every call answers as mem0 3.3.1 does, but for what is listed', async () => {
  const memory = await openMemory({ agent: { id: 'support' }, storage: memoryStorage() })
  expect(await transcript(new Memory({ memory }))).toEqual({ ...golden, ...differs })
  await memory.close()
})
