import { minusRanges, scrubUpdate } from '@commonplace/protocol'
import { type Dot, type Entry, inTurns } from '../model'
import { deletesOf } from '../model/document-deletes'
import { type OutboxRecord, withUpdate } from './outbox'
import { coreOf, type Replica } from './replica'
import type { ReplicaCore } from './replica-core'

/** So many unsent writes are rewritten in one commit. A crash between two is no harm: what is not noted as purged is purged again. */
const rewrittenAtOnce = 128

interface PurgeOptions {
  /** no relay will ever see what none has acknowledged */
  readonly unsent?: boolean
  /** Whether a refused write holds what was erased. That its place is deleted says nothing: it is so of every one (RF5). */
  readonly isErased?: (entry: Entry) => boolean
}

/**
 * Rewrites what a replica keeps on disk so that it holds no content of anything deleted: the base, and what is `unsent`. Refused
 * writes go where `isErased` says so, and are kept for their author otherwise. What no relay has acknowledged is left.
 *
 * @throws SyncError `closed` or `storage-failed`
 */
export function purge(replica: Replica, options: PurgeOptions = {}): Promise<void> {
  const core = coreOf(replica)
  return core.enqueue(() => rewrite(core, options))
}

/** Whether something was deleted that `notePurged` was not told of, in an earlier session or in this one. */
export function isPurgeDue(replica: Replica): boolean {
  return deletionsOf(replica) > (coreOf(replica).journal.meta.purged ?? 0)
}

/** How much was deleted so far: told to `notePurged` once nothing of it is anywhere any more. */
export function deletionsOf(replica: Replica): number {
  return coreOf(replica).journal.meta.deleted ?? 0
}

/** A crash before this has all of it done again. */
export async function notePurged(replica: Replica, deletions: number): Promise<void> {
  const { journal } = coreOf(replica)
  if (deletions !== (journal.meta.purged ?? 0)) await journal.commit(batch => batch.setMeta({ purged: deletions }))
}

async function rewrite(core: ReplicaCore, { unsent, isErased }: PurgeOptions): Promise<void> {
  const { journal } = core
  const { pause = () => undefined } = core.options
  const deletes = deletesOf(core.doc)
  for (const { number } of [...journal.base.pieces]) {
    await pause()
    const [piece] = await journal.readBase(number, number + 1)
    if (core.end) return
    const scrubbed = piece && scrubUpdate(piece, deletes)
    if (piece && scrubbed !== piece) await journal.commit(batch => batch.mergePieces([number], scrubbed!))
  }
  const isDeleted = ({ client, clock }: Dot) => minusRanges([clock, clock + 1], deletes.get(client) ?? []).length === 0
  await journal.commit(batch => {
    for (const { record } of isErased ? [...journal.parked.values()] : []) {
      if (record.entries.some(isErased!)) batch.unpark(record.n)
    }
  })
  if (!unsent) return
  const due: OutboxRecord[] = []
  await inTurns([...journal.outbox], pause, record => {
    if (record.entries.some(({ dot }) => isDeleted(dot))) due.push(record)
  })
  for (let from = 0; from < due.length; from += rewrittenAtOnce) {
    await pause()
    if (core.end) return
    await journal.commit(batch => {
      for (const record of due.slice(from, from + rewrittenAtOnce)) {
        const entries = record.entries.filter(({ dot }) => !isDeleted(dot))
        batch.putWrite(withUpdate({ ...record, entries, bytes: scrubUpdate(record.bytes, deletes) }))
      }
    })
  }
}
