import { type Reception, receptionWindowMs } from '@commonplace/protocol'
import type { Journal } from './journal'
import type { ReceptionTimes } from './reception-times'

/**
 * Takes in what the relay of an epoch says of when it received what. As a rule that comes before what it is about. A relay that was
 * restored says otherwise of what is here: what it lost was received again.
 */
export function learnReceptions(
  journal: Journal,
  times: ReceptionTimes,
  epoch: string,
  receptions: readonly Reception[],
): void {
  const { base, receptions: book } = journal
  const lengthOf = (client: number) => base.vector.get(client) ?? 0
  const clients = new Set(epoch === times.epoch ? [] : base.vector.keys())
  for (const { client, clock, window } of receptions)
    if (clock < lengthOf(client) && book.at(client, clock) !== window * receptionWindowMs) clients.add(client)
  journal.commit(batch => batch.receive(epoch, receptions))
  const dots = [...clients].flatMap(client =>
    Array.from({ length: lengthOf(client) }, (_, clock) => ({ client, clock })),
  )
  if (dots.length > 0) times.known.emit(dots)
}
