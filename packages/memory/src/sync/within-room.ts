import { encodeUpdate, type Range } from '@commonplace/protocol'
import type { OutboxRecord } from './outbox'
import type { Session, SessionView } from './session-shape'

/**
 * What the room can take of a write: all of it, unless it deletes what somebody else has yet to bring, since a restored relay lost
 * it or it was only lent. Of one's own comes in front of it what is not there.
 */
export function withinRoom(record: OutboxRecord, { joined }: Session, { own }: SessionView): OutboxRecord {
  const { removes } = record
  const there = removes.filter(({ client, clock }) => own.has(client) || clock < (joined!.vector.get(client) ?? 0))
  if (there.length === removes.length) return record
  const deletes = new Map<number, Range[]>()
  for (const { client, clock } of there) deletes.set(client, [...(deletes.get(client) ?? []), [clock, clock + 1]])
  return { ...record, update: encodeUpdate([], deletes) }
}
