import { deletesAsUpdate } from './deletes-as-update'
import type { Outgoing, Session, SessionView } from './session-shape'

/**
 * What goes past the writes that a full room holds back: of the deletes that wait and were not sent on this channel, what the room
 * has of what they delete. Each goes alone, so that a refusal is about one of them.
 */
export function freeingWrites({ joined, freeing }: Session, { outbox, isDurable }: SessionView): Outgoing[] {
  const done = new Set(freeing)
  return outbox.flatMap(({ n, removes, update }) => {
    if (done.has(n) || !isDurable(n)) return []
    const there = removes.filter(({ client, clock }) => clock < (joined!.vector.get(client) ?? 0))
    if (there.length === 0) return []
    const isPart = there.length < removes.length
    return { numbers: [n], isOffer: false, isPart, update: isPart ? deletesAsUpdate(there) : update, lease: null }
  })
}

/** Whether a room is full and has every delete that it can take of what waits on the disk. */
export function hasFreed(session: Session, view: SessionView): boolean {
  const { phase, isHolding, sent } = session
  return phase === 'live' && isHolding && sent.length === 0 && freeingWrites(session, view).length === 0
}
