import { Session } from 'node:inspector/promises'
import type { Indexed } from './indexed'
import { createRecall } from './recall'

/** What is found in the heap of this process, which holds an index and nothing else. */
export interface Remains {
  /** How many strings of the secret records there are while they are indexed. */
  readonly before: number
  /** Those that are still there when the records are removed. */
  readonly after: readonly string[]
  /** How many records are found afterwards. */
  readonly kept: number
}

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

/** Every string in the heap of this process that can be reached. */
async function stringsReachable(): Promise<string[]> {
  const session = new Session()
  session.connect()
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
    session.disconnect()
  }
}

const recall = createRecall()
const kept = { author: 'keeper', user: 'k', app: 'k', key: 'k', tags: [] }
recall.put({ ...secret(1), id: 'kept', text: 'something else', ...kept })
for (let at = 1_000; at < 1_300; at++) recall.put(secret(at))
for (let at = 1_000; at < 1_300; at++)
  recall.search({ text: `confidential${at} zebra1`, filter: { user: `user${at}` } })
const before = (await stringsReachable()).filter(isRemains).length
for (let at = 1_000; at < 1_300; at++) recall.remove(`secret-${at}`)
// V8 keeps the text that a regular expression matched last.
for (let at = 0; at < 20; at++) recall.search({ text: `nothing like it ${at}` })
const after = (await stringsReachable()).filter(isRemains)
const remains: Remains = { before, after, kept: recall.search({ text: 'something' }).length }
process.send?.(remains)
