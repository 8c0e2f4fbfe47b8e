import { decodeRecord } from './decode-record'
import type { Dot } from './dot'
import { type Entry, maxParents } from './entry'
import { ModelError } from './model-error'
import type { RecordBody } from './record-body'

/**
 * The body of a head, to be changed and written again; what a newer program added stays in it.
 *
 * @throws ModelError `newer-version` when a newer program wrote it: writing it again would lose what it meant
 * @throws ModelError `unreadable` when it is damaged
 */
export function bodyToRevise(head: Entry): RecordBody {
  const record = decodeRecord(head.payload)
  if (record.ok) return record.body
  refuseNewer(head)
  throw new ModelError('unreadable', `the record under ${JSON.stringify(head.key)} is damaged`, {
    hint: 'write it anew; its history shows the last readable version',
  })
}

/**
 * The parents of an entry that replaces these heads. A head that names the new entry's own dot, or a later one of its
 * writer, cannot have seen it and is forged: naming it would close a loop, so it is left out. An entry names at most
 * `maxParents`; the heads beyond stay heads, to be replaced by the next write.
 *
 * @param next where the new entry will stand
 * @throws ModelError `newer-version` when a newer program wrote one of the heads
 */
export function parentsFor(heads: Iterable<Entry>, next: Dot): Dot[] {
  const parents: Dot[] = []
  for (const head of heads) {
    refuseNewer(head)
    const foretold = head.parents.some(dot => dot.client === next.client && dot.clock >= next.clock)
    if (!foretold && parents.length < maxParents) parents.push(head.dot)
  }
  return parents
}

function refuseNewer(head: Entry): void {
  const record = decodeRecord(head.payload)
  if (record.ok || record.reason === 'damaged') return
  throw new ModelError('newer-version', `the record under ${JSON.stringify(head.key)} has version ${record.version}`, {
    hint: 'it can be shown but not replaced by this program; update it first',
  })
}
