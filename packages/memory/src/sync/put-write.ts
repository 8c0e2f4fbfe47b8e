import type { Dot } from '../model'
import { describe } from './described-update'
import { type OutboxRecord, withUpdate } from './outbox'
import type { ReplicaCore } from './replica-core'
import { tidyBase } from './tidy-base'
import type { Write } from './write'

/** What becomes one record of the journal: it is in the document already. */
export type WritePart = Pick<OutboxRecord, 'bytes' | 'entries' | 'removes'> &
  Partial<Pick<OutboxRecord, 'client' | 'isCompaction' | 'lease'>>

/**
 * Brings a write from the document to the disk: into the outbox, from which a session sends it, or of a private space into the
 * base, in one commit.
 *
 * @param dots what it is known by: its entries, or those it removes
 */
export function putWrite(core: ReplicaCore, dots: readonly Dot[], parts: readonly WritePart[]): Write {
  if (parts.length === 0) return core.writes.begin(dots, [])
  const { journal, options } = core
  const { client } = journal.meta
  const time = Math.max(0, Math.round(options.now()))
  const first = journal.meta.n + 1
  const numbers = parts.map((_, i) => first + i)
  const write = core.writes.begin(dots, numbers)
  journal.meta = { ...journal.meta, n: numbers.at(-1)! }
  journal
    .commit(batch => {
      if (options.room === null) return batch.learn(parts.map(({ bytes }) => describe(bytes)))
      for (const [i, part] of parts.entries()) {
        const isAdopted = part.client !== undefined && part.client !== client
        const hole = part.entries.length > 0 && !isAdopted ? (journal.holes.get(client) ?? null) : null
        if (hole) batch.setHole(client, null)
        batch.putWrite(withUpdate({ isCompaction: false, client, ...part, n: first + i, time, hole }))
      }
    })
    .then(
      () => core.writes.reach(numbers, 'local'),
      () => {},
    )
  if (options.room === null) tidyBase(core)
  core.status.touch()
  return write
}
