import { expect, test } from 'vitest'
import type { Indexed } from './indexed'
import { createRecall } from './recall'

const secret = (at: number): Indexed => ({
  id: `secret-${at}`,
  text: `confidential${at} everybody zebra${at % 7}`,
  space: 'team',
  kind: 'episodic',
  author: `author${at}`,
  user: `user${at}`,
  app: `app${at}`,
  run: `run${at % 5}`,
  key: `key${at}`,
  tags: [`tag${at}`],
  time: at,
})

const isRemains = (text: string) => /^(confidential|zebra|author|user|app|key|tag|secret-)\d/.test(text)

/** Every string that can be reached from a value, and whatever else is in the heap. */
async function stringsReachableFrom(value: object): Promise<string[]> {
  const { Session } = await import('node:inspector/promises')
  const session = new Session()
  session.connect()
  Object.assign(globalThis, { __looked: value })
  try {
    let snapshot = ''
    session.on('HeapProfiler.addHeapSnapshotChunk', ({ params }) => {
      snapshot += params.chunk
    })
    await session.post('HeapProfiler.enable')
    await session.post('HeapProfiler.collectGarbage')
    await session.post('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
    return JSON.parse(snapshot).strings
  } finally {
    Reflect.deleteProperty(globalThis, '__looked')
    session.disconnect()
  }
}

test('no term, name or text of a removed record is left anywhere in the heap', async () => {
  const recall = createRecall()
  recall.put({
    ...secret(1),
    id: 'kept',
    text: 'something else',
    author: 'keeper',
    user: 'k',
    app: 'k',
    key: 'k',
    tags: [],
  })
  for (let at = 1_000; at < 1_300; at++) recall.put(secret(at))
  for (let at = 1_000; at < 1_300; at++)
    recall.search({ text: `confidential${at} zebra1`, filter: { user: `user${at}` } })
  expect((await stringsReachableFrom(recall)).filter(isRemains).length).toBeGreaterThan(1_000)
  for (let at = 1_000; at < 1_300; at++) recall.remove(`secret-${at}`)
  // V8 keeps the text that a regular expression matched last.
  for (let at = 0; at < 20; at++) recall.search({ text: `nothing like it ${at}` })
  expect((await stringsReachableFrom(recall)).filter(isRemains)).toEqual([])
  expect(recall.search({ text: 'something' })).toHaveLength(1)
})
