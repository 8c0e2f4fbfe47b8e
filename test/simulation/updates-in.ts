import { compareKeys, keyToParts, type Operation } from '@commonplace/storage'
import { journalRange } from '../../packages/relay/src/log/keys'
import { readRecord } from '../../packages/relay/src/log/read-journal'
import { decodeItem } from '../../packages/relay/src/log/stored-item'

const [journal, journalEnd] = journalRange()

/** What a commit of a relay writes to the logs of its rooms, wherever it puts it. */
export function updatesIn(operations: readonly Operation[]): Uint8Array[] {
  return operations.flatMap(operation => {
    if (!('put' in operation)) return []
    const { put, value } = operation
    if (compareKeys(put, journal) >= 0 && compareKeys(put, journalEnd) < 0)
      return readRecord(value).map(([, { bytes }]) => bytes)
    return keyToParts(put)[2] === 'log' ? [decodeItem(value).bytes] : []
  })
}
