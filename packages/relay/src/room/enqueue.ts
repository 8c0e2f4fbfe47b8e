import {
  type Binding,
  describeUpdate,
  type Limits,
  type Reception,
  receptionWindow,
  type StateVector,
  splitUpdate,
} from '@commonplace/protocol'
import type { Admission } from '../guard/admit'
import { foldFacts } from '../guard/room-facts'
import type { Effect } from './effect'
import type { Identity, MemberId } from './member'
import { type Room, windowsOf } from './room'
import { pieceBytes } from './state-for'

/** Who wrote what is queued; it is not sent back there. */
export interface Sender extends Identity {
  readonly id: MemberId
}

type Admitted = Pick<Admission, 'next' | 'deletes' | 'blocks'>

/** Why a room cannot grow by an update, or null when it can. */
export function quotaFault(
  room: Room,
  { take, next }: Admission,
  limits: Limits,
): { readonly message: string; readonly value: number } | null {
  if (take === null) return null
  if (room.bytes + take.length > limits.roomBytes) return { message: 'this room is full', value: limits.roomBytes }
  let fresh = 0
  for (const client of next.keys()) if (!room.facts.vector.has(client)) fresh++
  if (fresh > 0 && room.facts.vector.size + fresh > limits.vectorClients) {
    return { message: 'this room has too many client ids', value: limits.vectorClients }
  }
  return null
}

/**
 * Queues what the guard took: from now on updates are judged against it, and nobody hears of it before it is on disk. What is
 * larger than a piece is logged as several, each of which applies without the next.
 */
export function enqueue(room: Room, sender: Sender, admitted: Admitted, bytes: Uint8Array): Effect[] {
  if (bytes.length <= pieceBytes) enqueueOne(room, sender, admitted, bytes)
  else {
    for (const piece of splitUpdate(bytes, pieceBytes)) {
      const { to, deletes } = describeUpdate(piece)
      enqueueOne(room, sender, { next: to, deletes, blocks: null }, piece)
    }
  }
  return [{ type: 'append' }]
}

function enqueueOne(room: Room, sender: Sender, { next, deletes, blocks }: Admitted, bytes: Uint8Array): void {
  const { vector } = room.facts
  const spans = blocks ?? [...next].map(([client, to]) => ({ client, from: vector.get(client) ?? 0, to }))
  const bindings = bind(room, sender, next)
  const receptions = receive(room, next)
  foldFacts(room.facts, { next, deletes })
  room.queued++
  room.queue.push({ number: room.queued, sender: sender.id, bytes, bindings, receptions, spans, deletes, blocks })
  room.bytes += bytes.length
}

const noReceptions: readonly Reception[] = []

/** Notes the window of what is written now, where it is a later one than that of the same id before. */
function receive(room: Room, next: StateVector): readonly Reception[] {
  const window = receptionWindow(room.now())
  if (window === 0) return noReceptions
  const windows = windowsOf(room)
  let receptions = noReceptions
  for (const client of next.keys()) {
    if ((windows.get(client) ?? 0) >= window) continue
    windows.set(client, window)
    receptions = [...receptions, { client, clock: room.facts.vector.get(client) ?? 0, window }]
  }
  return receptions
}

const noBindings: readonly Binding[] = []

/** Binds the ids that nobody wrote with yet. */
function bind(room: Room, { agent, user }: Sender, next: StateVector): readonly Binding[] {
  let bindings = noBindings
  for (const client of next.keys()) {
    if (room.owners.has(client)) continue
    const binding = { client, agent, user }
    room.owners.set(client, binding)
    bindings = [...bindings, binding]
  }
  return bindings
}
