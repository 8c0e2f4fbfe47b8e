import type { Operation, Storage } from '@commonplace/storage'
import { itemKey, journalRange } from './keys'
import { type JournalTail, readJournal } from './read-journal'
import { openEpoch, putEpoch } from './relay-meta'
import { encodeItem } from './stored-item'

const bytesACommit = 1024 * 1024

/** A log that is ready to be read room by room. */
export interface OpenedLog {
  readonly epoch: string
  /** how many damaged records were cut off the journal's end */
  readonly cut: number
}

/**
 * Opens a relay's log: what its journal holds goes to the ranges of its rooms. Damaged records at the journal's end are cut
 * off, durably, and the log gets another epoch, since acknowledged writes of any room may have been among them.
 *
 * @param createEpoch gives the epoch of a new log
 * @throws DamagedJournalError when the journal is damaged before its end, and nothing is changed
 */
export async function openLog(storage: Storage, createEpoch: () => string): Promise<OpenedLog> {
  const epoch = await openEpoch(storage, createEpoch)
  const tail = await readJournal(storage)
  if (tail.isEmpty) return { epoch, cut: 0 }
  await settle(storage, tail)
  const cut = tail.damaged.length
  const renewed = cut > 0 ? createEpoch() : epoch
  await storage.commit([{ deleteRange: journalRange() }, putEpoch(renewed)])
  return { epoch: renewed, cut }
}

/** Written again when it did not come to its end. */
async function settle(storage: Storage, { items }: JournalTail): Promise<void> {
  let operations: Operation[] = []
  let bytes = 0
  for (const [room, all] of items) {
    for (const item of all) {
      operations.push({ put: itemKey(room, item), value: encodeItem(item) })
      bytes += item.bytes.length
      if (bytes < bytesACommit) continue
      await storage.commit(operations)
      operations = []
      bytes = 0
    }
  }
  await storage.commit(operations)
}
