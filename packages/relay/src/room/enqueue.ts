import { codecV1, describeUpdate, type Limits, splitUpdate } from '@commonplace/protocol'
import type { Admission } from '../guard/admit'
import { foldFacts } from '../guard/room-facts'
import type { Effect } from './effect'
import type { LogItem } from './log-item'
import type { Identity, MemberId } from './member'
import type { Room } from './room'
import { pieceBytes } from './state-for'

/** Who wrote what is queued; it is not sent back there. */
export interface Sender extends Identity {
  readonly id: MemberId
}

type Taken = Pick<Admission, 'next' | 'deletes'>

/** Why a room cannot grow by an update, or null when it can. */
export function quotaFault(
  room: Room,
  { take, next }: Admission,
  limits: Limits,
): { readonly message: string; readonly value: number } | null {
  if (take === null) return null
  if (room.bytes + take.length > limits.roomBytes) return { message: 'this room is full', value: limits.roomBytes }
  const fresh = [...next.keys()].filter(client => !room.facts.vector.has(client)).length
  if (fresh > 0 && room.facts.vector.size + fresh > limits.vectorClients) {
    return { message: 'this room has too many client ids', value: limits.vectorClients }
  }
  return null
}

/**
 * Queues what the guard took: from now on updates are judged against it, and nobody hears of it before it is on disk. What is
 * larger than a piece is logged as several, each of which applies without the next.
 */
export function enqueue(room: Room, sender: Sender, taken: Taken, bytes: Uint8Array): Effect[] {
  if (bytes.length <= pieceBytes) return [enqueueOne(room, sender, taken, bytes)]
  return splitUpdate(bytes, pieceBytes).map(piece => {
    const { to, deletes } = describeUpdate(piece)
    return enqueueOne(room, sender, { next: to, deletes }, piece)
  })
}

function enqueueOne(room: Room, sender: Sender, { next, deletes }: Taken, bytes: Uint8Array): Effect {
  const { agent, user } = sender
  const clients = [...next.keys()]
  const bindings = clients
    .filter(client => !room.owners.has(client))
    .map(client => ({
      client,
      agent,
      user,
    }))
  for (const binding of bindings) room.owners.set(binding.client, binding)
  const from = new Map(clients.map(client => [client, room.facts.vector.get(client) ?? 0]))
  foldFacts(room.facts, { next, deletes })
  room.queued++
  const item: LogItem = {
    first: room.queued,
    last: room.queued,
    level: 0,
    codec: codecV1,
    // A frame is a view of what the socket read: kept for long, it would keep all of that.
    bytes: new Uint8Array(bytes),
    bindings,
    from,
    to: next,
    skips: new Map(),
    deletes,
  }
  room.queue.push({ item, sender: sender.id })
  room.bytes += bytes.length
  return { type: 'append', item }
}
