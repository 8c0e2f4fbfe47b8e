import { codecV1, FrameError, isRetry, type LeaseToken, type Limits, type RefusalCode } from '@commonplace/protocol'
import { type Admission, admit, type Drop, type Writer } from '../guard/admit'
import { foldFacts } from '../guard/room-facts'
import type { Effect } from './effect'
import type { LogItem } from './log-item'
import { type Member, type MemberId, sameIdentity } from './member'
import type { Room } from './room'

/** One update frame of a native channel. */
export interface Submission {
  readonly seq: number
  readonly codec: number
  readonly lease: LeaseToken | null
  readonly update: Uint8Array
}

const isOwn = (room: Room, member: Member, client: number): boolean => {
  const owner = room.owners.get(client)
  return owner !== undefined && sameIdentity(owner, member)
}

/** What the guard must know of a member. In rooms of arbitrary types a delete cannot be told from an edit, so all may delete. */
function writerOf(room: Room, member: Member): Writer {
  const isFree = (client: number): boolean => {
    const owner = room.owners.get(client) ?? room.holders.get(client)
    return owner === undefined || sameIdentity(owner, member)
  }
  const deletesAll = room.mode === 'any' || member.rights.has('curate')
  return {
    entriesOnly: room.mode === 'entries',
    mayWrite: member.kind === 'native' ? client => member.ids.has(client) : isFree,
    mayDelete: deletesAll ? () => true : client => member.ids.has(client) || isOwn(room, member, client),
  }
}

/** Queues what the guard took: from now on it is judged against, and nobody hears of it before it is on disk. */
function enqueue(room: Room, member: Member, taken: Admission, bytes: Uint8Array): Effect {
  const { agent, user } = member
  const bindings = [...taken.next.keys()]
    .filter(client => !room.owners.has(client))
    .map(client => ({ client, agent, user }))
  for (const binding of bindings) room.owners.set(binding.client, binding)
  const from = new Map([...taken.next.keys()].map(client => [client, room.facts.vector.get(client) ?? 0]))
  foldFacts(room.facts, taken)
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
    to: taken.next,
    skips: new Map(),
    deletes: taken.deletes,
  }
  room.queue.push({ item, sender: member.id })
  room.bytes += bytes.length
  return { type: 'append', item }
}

/** Why a room cannot grow by an update, or null when it can. */
function quotaFault(room: Room, { take, next }: Admission, limits: Limits): { message: string; value: number } | null {
  if (take === null) return null
  if (room.bytes + take.length > limits.roomBytes) return { message: 'this room is full', value: limits.roomBytes }
  const fresh = [...next.keys()].filter(client => !room.facts.vector.has(client)).length
  if (fresh > 0 && room.facts.vector.size + fresh > limits.vectorClients) {
    return { message: 'this room has too many client ids', value: limits.vectorClients }
  }
  return null
}

/** Final before transient: joining again must not bring the same final refusal back. */
const firstFinal = (drops: readonly Drop[]): Drop | undefined => drops.find(({ code }) => !isRetry(code)) ?? drops[0]

/** Refuses one frame of a native channel for a reason that lies outside the room; blocks the channel as any refusal does. */
export function refuseUpdate(
  room: Room,
  id: MemberId,
  refusal: { seq: number; code: RefusalCode; message: string; value: number },
): Effect[] {
  const member = room.members.get(id)
  if (member === undefined || member.isBlocked) return []
  member.isBlocked = true
  return [{ type: 'refused', members: [id], ...refusal }]
}

/**
 * An update of a native channel: taken whole and queued, refused whole with a code, or a repeat. A repeat is settled before
 * rights are asked, and acknowledged once everything queued before it is durable. After a refusal the channel is blocked until
 * it joins again, since later frames may build on the refused one.
 *
 * @throws FrameError `invalid` when the sequence has a gap, which ends the socket
 */
export function updateRoom(room: Room, id: MemberId, submission: Submission, limits: Limits): Effect[] {
  const member = room.members.get(id)
  if (member === undefined || member.isBlocked) return []
  const { seq, codec, lease, update } = submission
  const refuse = (code: RefusalCode, message: string, value = 0) =>
    refuseUpdate(room, id, { seq, code, message, value })
  // Sent before the client knew that its channel starts anew: it will send it again.
  if (member.joining !== null) return []
  if (seq !== member.lastSeq + 1) throw new FrameError('invalid', `update ${seq} after ${member.lastSeq}`)
  member.lastSeq = seq
  if (codec !== codecV1) return refuse('unsupported', `codec ${codec} is not known`)
  if (lease !== null) return refuse('lease-lost', 'this relay has given out no lease')

  const admission = admit(room.facts, update, writerOf(room, member), limits)
  const [drop] = admission.drops
  const isRepeat = admission.take === null && drop === undefined
  if (!isRepeat && !member.rights.has('append')) return refuse('forbidden', 'this room may only be read')
  if (drop !== undefined) return refuse(drop.code, drop.reason, drop.value)
  const full = quotaFault(room, admission, limits)
  if (full !== null) return refuse('quota', full.message, full.value)
  const effects = admission.take === null ? [] : [enqueue(room, member, admission, admission.take)]
  member.waiting.push({ seq, at: room.queued })
  return [...effects, ...acknowledge(room, member)]
}

/**
 * An update of a stock client: what the guard leaves is taken. A final drop is reported and closes the connection; a gap only
 * asks the client for everything it has, unless it is quiet because it has not been asked yet.
 */
export function updateStock(room: Room, id: MemberId, update: Uint8Array, isQuiet: boolean, limits: Limits): Effect[] {
  const member = room.members.get(id)
  if (member === undefined || member.isBlocked) return []
  const admission = admit(room.facts, update, writerOf(room, member), limits)
  const drop = firstFinal(admission.drops)
  const mayAppend = member.rights.has('append')
  const effects: Effect[] = []
  if (admission.take !== null && mayAppend) effects.push(enqueue(room, member, admission, admission.take))
  const isForbidden = admission.take !== null && !mayAppend
  if (isForbidden || (drop !== undefined && !isRetry(drop.code))) {
    member.isBlocked = true
    const code = isForbidden ? 'forbidden' : (drop?.code ?? 'invalid')
    const message = isForbidden ? 'this room may only be read' : (drop?.reason ?? '')
    effects.push({ type: 'refused', members: [id], seq: 0, code, message, value: 0 })
  } else if (drop !== undefined && !isQuiet) {
    effects.push({ type: 'gap', members: [id] })
  }
  return effects
}

/** Acknowledges everything of a member that is durable, as one number. */
export function acknowledge(room: Room, member: Member): Effect[] {
  const pending = member.waiting.findIndex(({ at }) => at > room.committed)
  const done = pending === -1 ? member.waiting.length : pending
  const last = member.waiting[done - 1]
  if (last === undefined) return []
  member.waiting = member.waiting.slice(done)
  return [{ type: 'acked', members: [member.id], upTo: last.seq }]
}
