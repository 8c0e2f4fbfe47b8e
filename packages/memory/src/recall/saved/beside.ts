import type { Pause } from '../../model'
import type { Indexed } from '../indexed'
import type { Recall } from '../recall'
import { pack, Unpacked } from './pack'
import { restoreIndex } from './restore-index'
import { RowReader } from './row-reader'
import { saveIndex } from './save-index'

/** What is saved with the index of a space, for who judges what is in it. */
export interface Beside {
  /** keys whose versions rest on others, or on which others rest */
  readonly noted: readonly string[]
  /** keys of which something expires, comes to hold, or ceases to */
  readonly turns: readonly string[]
  /** when that is, ms since 1970, by turn */
  readonly times: Float64Array
}

/** @returns undefined when a record of the space was replaced or removed before it was done */
export async function packIndex(
  recall: Recall,
  space: string,
  { noted, turns, times }: Beside,
  pause: Pause,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const columns = await saveIndex(recall, space, pause)
  return columns && pack(columns.set('noted', noted).set('turns', turns).set('times of turns', times), pause)
}

/** @returns undefined when the bytes are not what `packIndex` made: then nothing of them is in the index */
export async function unpackIndex(
  recall: Recall,
  space: string,
  bytes: Uint8Array<ArrayBuffer>,
  pause: Pause,
): Promise<Beside | undefined> {
  try {
    const saved = new Unpacked(bytes)
    const beside = besideIn(saved)
    return (await restoreIndex(recall, space, saved, pause)) ? beside : undefined
  } catch {
    return undefined
  }
}

/** What `packIndex` made, without the postings: for an index that has most of the records. */
export interface PackedRecords {
  readonly beside: Beside
  readonly records: Iterable<Indexed>
}

/** @returns undefined when the bytes are not what `packIndex` made */
export function readPacked(space: string, bytes: Uint8Array<ArrayBuffer>): PackedRecords | undefined {
  try {
    const saved = new Unpacked(bytes)
    return { beside: besideIn(saved), records: new RowReader(space, saved) }
  } catch {
    return undefined
  }
}

function besideIn(saved: Unpacked): Beside {
  const noted = saved.strings('noted').all()
  const turns = saved.strings('turns').all()
  // A copy, so that the few numbers do not hold all the bytes.
  const times = saved.numbers('times of turns', 'f8').slice()
  return { noted, turns, times }
}
