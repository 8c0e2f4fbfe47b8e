import * as Y from 'yjs'
import { CommonplaceError } from '../errors'
import { appendEntries, appendHole, type Entry, nextDot } from '../model'

/** Most clocks of one writer that an import passes over: each costs a moment. */
const longestGap = 1_000_000

/**
 * A document in which each entry stands at its own dot, with holes where none does, as one Yjs update.
 *
 * @param entries by writer and clock
 * @throws CommonplaceError `invalid-input` for two entries at one dot, or a writer with too many missing;
 * ModelError `invalid-field` for an entry that readers would pass over
 */
export function entriesToUpdate(entries: readonly Entry[]): Uint8Array {
  const doc = new Y.Doc({ guid: 'imported' })
  for (const entry of entries) {
    const { client, clock } = entry.dot
    const gap = clock - nextDot(doc, client).clock
    if (gap < 0 || gap > longestGap)
      throw new CommonplaceError(
        'invalid-input',
        `the export has ${gap < 0 ? 'two entries at one place' : 'too large a gap'}`,
        {
          hint: 'give the text as memory.export wrote it',
        },
      )
    if (gap > 0) appendHole(doc, client, gap)
    appendEntries(doc, client, [entry])
  }
  return Y.encodeStateAsUpdate(doc)
}
