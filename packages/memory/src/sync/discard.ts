import { coreOf, type Replica } from './replica'

/**
 * Forgets a parked write.
 *
 * @throws SyncError `closed` or `storage-failed`
 */
export async function discard(replica: Replica, n: number): Promise<void> {
  const { journal, status } = coreOf(replica)
  if (!journal.parked.has(n)) return
  await journal.commit(batch => batch.unpark(n))
  status.touch()
}
