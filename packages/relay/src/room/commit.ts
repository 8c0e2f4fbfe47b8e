import { acknowledge } from './acknowledge'
import type { Effect } from './effect'
import { inFrames } from './in-frames'
import { answerJoins } from './join'
import type { MemberId } from './member'
import { addDurable, type Room } from './room'
import type { Taken } from './taken'

/** What others wrote, in one effect for all who sent none of it and one for each sender, without its own. */
function fanOut(room: Room, batch: readonly Taken[]): Effect[] {
  if (batch.length === 0) return []
  const senders = new Set<MemberId>()
  for (const { sender } of batch) senders.add(sender)
  const effects: Effect[] = []
  const listeners: MemberId[] = []
  for (const { id, joining, behind } of room.members.values()) {
    if (joining !== null || behind !== null) continue
    if (!senders.has(id)) listeners.push(id)
    else if (senders.size > 1) tell(room, effects, [id], otherThan(batch, id))
  }
  if (listeners.length > 0) tell(room, effects, listeners, batch)
  return effects
}

const otherThan = (batch: readonly Taken[], id: MemberId): Taken[] => batch.filter(({ sender }) => sender !== id)

function tell(room: Room, effects: Effect[], members: readonly MemberId[], batch: readonly Taken[]): void {
  const bindings = batch.flatMap(taken => taken.bindings)
  if (bindings.length > 0) effects.push({ type: 'bindings', members, bindings })
  for (const frame of inFrames(batch, ({ bytes }) => bytes.length)) {
    const { number } = frame.at(-1) ?? { number: room.committed }
    effects.push({ type: 'updates', members, number, updates: frame.map(({ bytes }) => bytes) })
  }
}

/** What the last commit wrote is on disk: acknowledge it, then fan it out, then answer the joins that waited for it. */
export function committed(room: Room): Effect[] {
  for (const item of room.writing.splice(0)) addDurable(room, item)
  const end = room.queue.findIndex(({ number }) => number > room.committed)
  const batch = room.queue.splice(0, end === -1 ? room.queue.length : end)
  const effects: Effect[] = []
  for (const member of room.members.values()) {
    if (member.waiting.length > 0) effects.push(...acknowledge(room, member))
  }
  effects.push(...fanOut(room, batch), ...answerJoins(room))
  return effects
}
