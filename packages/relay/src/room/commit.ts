import { acknowledge } from './acknowledge'
import type { Effect } from './effect'
import { inFrames } from './in-frames'
import { answerJoins } from './join'
import type { LogItem } from './log-item'
import type { MemberId } from './member'
import { addDurable, type Room } from './room'
import { endLeaving } from './set-rights'
import type { Taken } from './taken'

/** What others wrote, frame by frame, so that all but the senders of one frame share it. */
function fanOut(room: Room, batch: readonly Taken[], effects: Effect[]): void {
  for (const frame of inFrames(batch, bytesOf)) fanOutFrame(room, frame, effects)
}

/** In one effect for all who sent none of it and one for each sender, without its own. */
function fanOutFrame(room: Room, batch: readonly Taken[], effects: Effect[]): void {
  const first = batch[0]!
  const isOfOne = areOfOne(batch)
  // Few updates are looked through faster than a set is made of them.
  const senders = isOfOne || batch.length <= fewUpdates ? null : new Set(batch.map(({ sender }) => sender))
  // As long as it mostly becomes: the first push would make room for seventeen, in every room with every commit.
  const listeners = new Array<MemberId>(Math.max(0, room.members.size - (senders?.size ?? 1)))
  let listening = 0
  for (const { id, joining, behind } of room.members.values()) {
    if (joining !== null || behind !== null) continue
    const isSender = isOfOne ? id === first.sender : (senders?.has(id) ?? hasSent(batch, id))
    if (!isSender) listeners[listening++] = id
    else if (!isOfOne) tell(effects, [id], otherThan(batch, id))
  }
  if (listeners.length > listening) listeners.length = listening
  if (listeners.length > 0) tell(effects, listeners, batch)
}

const fewUpdates = 16

function hasSent(batch: readonly Taken[], id: MemberId): boolean {
  for (const { sender } of batch) if (sender === id) return true
  return false
}

function areOfOne(batch: readonly Taken[]): boolean {
  for (const { sender } of batch) if (sender !== batch[0]!.sender) return false
  return true
}

/** To all, the writers too: what they wrote is no younger than this. */
function tellReceptions(room: Room, batch: readonly Taken[], effects: Effect[]): void {
  if (!batch.some(({ receptions }) => receptions.length > 0)) return
  const members = [...room.members.values()].flatMap(each => (each.joining || each.behind ? [] : [each.id]))
  const receptions = batch.flatMap(taken => taken.receptions)
  if (members.length > 0) effects.push({ type: 'receptions', members, receptions })
}

const otherThan = (batch: readonly Taken[], id: MemberId): Taken[] => batch.filter(({ sender }) => sender !== id)

function tell(effects: Effect[], members: readonly MemberId[], batch: readonly Taken[]): void {
  if (batch.some(({ bindings }) => bindings.length > 0)) {
    effects.push({ type: 'bindings', members, bindings: batch.flatMap(({ bindings }) => bindings) })
  }
  effects.push({ type: 'updates', members, number: batch.at(-1)!.number, updates: batch.map(({ bytes }) => bytes) })
}

const bytesOf = ({ bytes }: Taken): number => bytes.length

// Nobody adds to it: what is written next is another list.
const noItems: LogItem[] = []

/** What the last commit wrote is on disk: acknowledge it, then fan it out, then answer the joins that waited for it. */
export function committed(room: Room): Effect[] {
  for (const item of room.writing) addDurable(room, item)
  room.writing = noItems
  const batch = takeDurable(room)
  const effects: Effect[] = []
  tellReceptions(room, batch, effects)
  let isJoined = false
  for (const member of room.members.values()) {
    acknowledge(room, member, effects)
    if (member.joining !== null) isJoined = true
  }
  if (room.leaving.size > 0) effects.push(...endLeaving(room))
  fanOut(room, batch, effects)
  if (isJoined) effects.push(...answerJoins(room))
  return effects
}

/** Takes what is on disk off the queue. */
function takeDurable(room: Room): readonly Taken[] {
  const { queue, committed } = room
  const last = queue.at(-1)
  if (last === undefined || last.number <= committed) {
    room.queue = []
    return queue
  }
  const end = queue.findIndex(({ number }) => number > committed)
  return queue.splice(0, end)
}
