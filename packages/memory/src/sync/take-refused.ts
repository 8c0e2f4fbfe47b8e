import type { Refusal } from './refusal'
import { coreOf, type Replica } from './replica'

/**
 * Keeps the refused writes of another store of this agent, until they are discarded here. On disk when it resolves.
 *
 * @throws SyncError `closed` or `storage-failed`
 */
export async function takeRefused(own: Replica, left: Replica): Promise<void> {
  const { journal, status } = coreOf(own)
  // A dot is in one write.
  const nameOf = ({ entries, removes }: Pick<Refusal, 'entries' | 'removes'>) =>
    JSON.stringify(entries[0]?.dot ?? removes[0])
  // A crash may have come after this and before the other store went.
  const known = new Set(own.parked().map(nameOf))
  const refused = [...coreOf(left).journal.parked.values()].filter(({ record }) => !known.has(nameOf(record)))
  if (refused.length === 0) return
  await journal.commit(batch => {
    for (const each of refused) {
      batch.setMeta({ n: journal.meta.n + 1 })
      batch.park({ ...each, record: { ...each.record, n: journal.meta.n } })
    }
  })
  status.touch()
}
