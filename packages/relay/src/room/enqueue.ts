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
import { growDeletes } from '../guard/room-facts'
import { appended } from './appended'
import type { Effect } from './effect'
import type { Identity, MemberId } from './member'
import { countBytes, type Room } from './room'
import { pieceBytes } from './state-for'
import type { Span } from './taken'

/** Who wrote what is queued; it is not sent back there. */
export interface Sender extends Identity {
  readonly id: MemberId
}

type Admitted = Pick<Admission, 'next' | 'deletes' | 'blocks'>

/** The part of `roomBytes` that updates which only delete may take beyond it: what they delete makes room. */
const shareForDeletes = 1 / 16

/** Why a room cannot grow by an update, or null when it can. */
export function quotaFault(
  room: Room,
  admission: Admission,
  limits: Limits,
): { readonly message: string; readonly value: number } | null {
  const { take } = admission
  if (take === null) return null
  const onlyDeletes = admission.blocks === null && admission.next.size === 0
  const most = onlyDeletes ? limits.roomBytes * (1 + shareForDeletes) : limits.roomBytes
  const isFull = () => room.bytes + take.length > most
  if (isFull()) countBytes(room)
  if (isFull()) return { message: 'this room is full', value: limits.roomBytes }
  let fresh = 0
  for (const { from } of spansOf(admission, room.facts.vector)) {
    if (from === 0) fresh++
  }
  if (fresh > 0 && room.facts.vector.size + fresh > limits.vectorClients) {
    return { message: 'this room has too many client ids', value: limits.vectorClients }
  }
  return null
}

/**
 * Queues what the guard took: from now on updates are judged against it, and nobody hears of it before it is on disk. What is
 * larger than a piece is logged as several, each of which applies without the next.
 */
export function enqueue(room: Room, sender: Sender, admitted: Admitted, bytes: Uint8Array): readonly Effect[] {
  if (bytes.length <= pieceBytes) enqueueOne(room, sender, admitted, bytes)
  else {
    for (const piece of splitUpdate(bytes, pieceBytes)) {
      const { to, deletes } = describeUpdate(piece)
      enqueueOne(room, sender, { next: to, deletes, blocks: null }, piece)
    }
  }
  return isQueued
}

const isQueued: readonly Effect[] = [{ type: 'append' }]

/** The clocks that an update adds to a room. */
const spansOf = (admitted: Pick<Admission, 'next' | 'blocks'>, vector: StateVector): readonly Span[] =>
  admitted.blocks ?? [...admitted.next].map(([client, to]) => ({ client, from: vector.get(client) ?? 0, to }))

function enqueueOne(room: Room, sender: Sender, admitted: Admitted, bytes: Uint8Array): void {
  const { deletes, blocks } = admitted
  const spans = spansOf(admitted, room.facts.vector)
  const bindings = bind(room, sender, spans)
  const receptions = receive(room, spans)
  for (const { client, to } of spans) room.facts.vector.set(client, to)
  growDeletes(room.facts, deletes)
  room.queued++
  const taken = { number: room.queued, sender: sender.id, bytes, bindings, receptions, spans, deletes, blocks }
  room.queue = appended(room.queue, taken)
  room.bytes += bytes.length
}

const noReceptions: readonly Reception[] = []

/** Beyond that a clock that goes back was wrong before, as the clocks of writers are taken for. */
const dayOfWindows = receptionWindow(86_400_000)

/** Notes the window of what is written now, where it is a later one than that of the same id before. */
function receive(room: Room, spans: readonly Span[]): readonly Reception[] {
  const now = receptionWindow(room.now())
  if (now === 0) return noReceptions
  // Else what comes after the clock was set back would be older than what it answers.
  const window = room.window - now <= dayOfWindows ? Math.max(room.window, now) : now
  room.window = window
  const { windows } = room
  let receptions = noReceptions
  for (const { client, from } of spans) {
    if ((windows.get(client) ?? 0) >= window) continue
    windows.set(client, window)
    receptions = [...receptions, { client, clock: from, window }]
  }
  return receptions
}

const noBindings: readonly Binding[] = []

/** Binds the ids that nobody wrote with yet. */
function bind(room: Room, { agent, user }: Sender, spans: readonly Span[]): readonly Binding[] {
  let bindings = noBindings
  for (const { client, from } of spans) {
    // Who goes on was bound with what came before it.
    if (from > 0) continue
    const binding = { client, agent, user }
    room.owners.set(client, binding)
    bindings = [...bindings, binding]
  }
  return bindings
}
