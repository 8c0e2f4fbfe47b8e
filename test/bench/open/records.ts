import * as Y from 'yjs'
import { appendEntries, encodeRecord, recordKey } from '../../../packages/memory/src/model'
import { Corpus } from '../search/corpus'

const writers = 8
const recordsPerUpdate = 500

/**
 * The updates of a document with so many records by eight writers, one entry each, as a team would have written them.
 *
 * @returns updates in an order that can be applied
 */
export function documentOf(records: number): Uint8Array[] {
  const corpus = new Corpus(records)
  const document = new Y.Doc()
  const updates: Uint8Array[] = []
  const written = new Array<number>(writers).fill(0)
  for (let from = 0; from < records; from += recordsPerUpdate) {
    const writer = (from / recordsPerUpdate) % writers
    const client = 4_000_000_000_000_000 + writer
    const entries = Array.from({ length: Math.min(recordsPerUpdate, records - from) }, (_, i) => {
      const record = corpus.record(from + i)
      const { text, kind, author, user, app, run, time } = record
      const payload = encodeRecord({
        type: 'record',
        kind: kind as 'episodic' | 'semantic',
        content: text,
        scope: { user, app, run, agent: author },
        tags: [],
        author: { agent: author, user },
        time: { ms: time, count: 0 },
        status: 'plain',
        derivedFrom: [],
        pinned: false,
        sensitivity: 'internal',
        extra: {},
      })
      return { key: recordKey({ client, clock: written[writer]! + i }), parents: [], payload }
    })
    written[writer]! += entries.length
    updates.push(appendEntries(document, client, entries).update)
  }
  return updates
}
