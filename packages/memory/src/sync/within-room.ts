import { deletesAsUpdate } from './deletes-as-update'
import type { OutboxRecord } from './outbox'
import type { Session, SessionView } from './session-shape'

/**
 * What the room can take of a write: all of it, unless it deletes what somebody else has yet to bring, since a restored relay lost
 * it or it was only lent. Of one's own comes in front of it what is not there.
 */
export function withinRoom(record: OutboxRecord, { joined }: Session, { own }: SessionView): OutboxRecord {
  const { removes } = record
  const there = removes.filter(({ client, clock }) => own.has(client) || clock < (joined!.vector.get(client) ?? 0))
  return there.length === removes.length ? record : { ...record, update: deletesAsUpdate(there) }
}
