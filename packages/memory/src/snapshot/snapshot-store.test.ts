import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { SnapshotStore } from './snapshot-store'

const position = { writers: [], deletes: 0, authors: [], receptions: '', erasures: [] }

test('an index of many pieces is written and read with turns of the event loop in between', async () => {
  let pauses = 0
  const pause = async () => void pauses++
  const store = new SnapshotStore(memoryStorage())
  const bytes = Uint8Array.from({ length: 9 << 18 }, (_, at) => at % 251)
  await store.write('guid', { made: '', position }, bytes, new AbortController().signal, pause)
  expect(pauses).toBeGreaterThanOrEqual(9)
  const head = (await store.head('guid'))!
  pauses = 0
  expect(await store.read('guid', head, pause)).toEqual(bytes)
  expect(pauses).toBeGreaterThanOrEqual(9)
})
