import { codecV1, FrameError, type LeaseToken, type Limits } from '@commonplace/protocol'
import { admit } from '../guard/admit'
import { acknowledge } from './acknowledge'
import { appended } from './appended'
import { claimFault } from './claim-fault'
import type { Effect } from './effect'
import { enqueue, quotaFault } from './enqueue'
import type { Member, MemberId } from './member'
import { type Refusal, readOnly } from './refusal'
import type { Room } from './room'
import { writerOf } from './writer'

/** One update frame of a native channel. */
export interface Submission {
  readonly seq: number
  readonly codec: number
  readonly lease: LeaseToken | null
  readonly update: Uint8Array
}

/**
 * An update of a native channel: taken whole and queued, refused whole with a code, or a repeat. A repeat is settled before
 * rights are asked, and acknowledged once everything queued before it is durable. After a refusal the channel is blocked until
 * it joins again, since later frames may build on the refused one.
 *
 * @param outside a reason to refuse that lies outside the room: no right any more, too fast, shutting down
 * @throws FrameError `invalid` when the sequence has a gap, which ends the socket
 */
export function updateRoom(
  room: Room,
  id: MemberId,
  submission: Submission,
  limits: Limits,
  outside: Refusal | null = null,
): readonly Effect[] {
  const member = room.members.get(id)
  // What comes while a join waits was sent before it: the client will send it again.
  if (member === undefined || member.isBlocked || member.joining !== null) return []
  const { seq, codec, lease, update } = submission
  if (seq !== member.lastSeq + 1) throw new FrameError('invalid', `update ${seq} after ${member.lastSeq}`)
  member.lastSeq = seq
  if (outside !== null) return refuse(member, seq, outside)
  if (codec !== codecV1) {
    return refuse(member, seq, { code: 'unsupported', message: `codec ${codec} is not known`, value: 0 })
  }

  const admission = admit(room.facts, update, writerOf(room, member), limits)
  const [drop] = admission.drops
  const isRepeat = admission.take === null && drop === undefined
  if (!isRepeat && !member.rights.has('append')) return refuse(member, seq, readOnly)
  if (drop !== undefined) return refuse(member, seq, { ...drop, message: drop.reason })
  const lost = lease === null || admission.take === null ? null : claimFault(room, member, lease, admission.take)
  if (lost !== null) return refuse(member, seq, lost)
  const full = quotaFault(room, admission, limits)
  if (full !== null) return refuse(member, seq, { code: 'quota', ...full })
  const queued = admission.take === null ? null : enqueue(room, member, admission, admission.take)
  member.waiting = appended(member.waiting, { seq, at: room.queued })
  if (queued !== null) return queued
  const effects: Effect[] = []
  acknowledge(room, member, effects)
  return effects
}

function refuse(member: Member, seq: number, { code, message, value }: Refusal): Effect[] {
  member.isBlocked = true
  return [{ type: 'refused', members: [member.id], seq, code, message, value }]
}
