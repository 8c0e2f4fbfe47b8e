import type { Pause } from '../../model'
import type { Recall } from '../recall'
import type { IndexState } from './index-state'
import type { Unpacked } from './pack'
import { highestOf, misfit, RowReader } from './row-reader'

/** Rows that are taken, and lists that are merged, between two asks for a pause. */
const [rowsAtOnce, listsAtOnce] = [64, 128]

/**
 * Puts the records of one space back into an index, with their postings, without reading a word of them. Nobody may put or
 * remove records of this space until it is done; those of others may come and go.
 *
 * @returns whether all of it is there; if not, none of it is
 */
export async function restoreIndex(recall: Recall, space: string, saved: Unpacked, pause: Pause): Promise<boolean> {
  const { slots, onPassage } = recall.state
  // Restoring takes new slots, so that lists stay in order; where many are free it would leave too many holes.
  if (slots.freed > slots.size) return false
  const restored: string[] = []
  try {
    await fill(recall.state, space, saved, pause, restored)
  } catch {
    for (const id of restored) recall.remove(id)
    return false
  }
  if (onPassage) for (const id of restored) onPassage(id)
  return true
}

async function fill(
  state: IndexState,
  space: string,
  saved: Unpacked,
  pause: Pause,
  restored: string[],
): Promise<void> {
  const { slots, records, text, columns, sequences, traits } = state
  const read = new RowReader(space, saved)
  const asks = saved.numbers('asks', 'u1')
  const lengths = saved.numbers('lengths', 'u2')
  const sizes = saved.numbers('sizes', 'u4')
  const places = saved.numbers('places', 'u4')
  const counts = saved.numbers('counts', 'u1')
  const terms = saved.strings('terms')
  if (asks.length !== read.rows || lengths.length !== read.rows || !isFit(read.rows, sizes, places)) throw misfit()
  if (sizes.length !== terms.length || counts.length !== places.length) throw misfit()
  const slotOf = new Int32Array(read.rows)
  for (let row = 0; row < read.rows; row++) {
    const record = read.row(row)
    const slot = slots.takeNew(record.id)
    slotOf[row] = slot
    records[slot] = record
    text.restore(record, lengths[row]!)
    columns.add(slot, record)
    sequences.add(slot)
    traits.add(slot, asks[row] === 1)
    restored.push(record.id)
    if (row % rowsAtOnce === 0) await pause()
  }
  let from = 0
  for (let term = 0; term < terms.length; term++) {
    const to = from + sizes[term]!
    const list = new Int32Array(to - from)
    for (let at = from; at < to; at++) list[at - from] = slotOf[places[at]!]!
    text.postings.merge(terms.at(term), list, counts.slice(from, to))
    from = to
    if (term % listsAtOnce === 0) await pause()
  }
}

/** Whether lists of these sizes hold so many places, of these rows only. */
function isFit(rows: number, sizes: Uint32Array, places: Uint32Array): boolean {
  return sizes.reduce((sum, size) => sum + size, 0) === places.length && highestOf(places) < rows
}
