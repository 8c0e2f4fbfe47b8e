import * as Y from 'yjs'
import { appendEntries, appendHole, type Entry, nextDot, type Pause } from '../model'
import { unfit } from './read-export'

/** Most clocks of one writer that an import passes over: each costs a moment. */
const longestGap = 1_000_000

/** So many entries of one writer are put into the document at once. */
const atOnce = 64

/**
 * A document in which each entry stands at its own dot, with holes where none does, as Yjs updates in their order.
 *
 * @param entries by writer and clock
 * @throws CommonplaceError `invalid-input` for two entries at one dot, or a writer with too many missing;
 * ModelError `invalid-field` for an entry that readers would pass over
 */
export async function entriesToUpdates(entries: readonly Entry[], pause: Pause): Promise<Uint8Array[]> {
  const doc = new Y.Doc({ guid: 'imported' })
  const updates: Uint8Array[] = []
  for (let at = 0, to = 0; at < entries.length; at = to) {
    const { client, clock } = entries[at]!.dot
    const gap = clock - nextDot(doc, client).clock
    if (gap < 0 || gap > longestGap)
      throw unfit(`the export has ${gap < 0 ? 'two entries at one place' : 'too large a gap'}`)
    if (gap > 0) updates.push(appendHole(doc, client, gap))
    const follows = ({ dot }: Entry) => dot.client === client && dot.clock === clock + to - at
    do to++
    while (to < entries.length && to - at < atOnce && follows(entries[to]!))
    updates.push(appendEntries(doc, client, entries.slice(at, to)).update)
    await pause()
  }
  return updates
}
