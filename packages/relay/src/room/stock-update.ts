import { isRetry, type Limits } from '@commonplace/protocol'
import { admit } from '../guard/admit'
import type { Effect } from './effect'
import { enqueue, quotaFault } from './enqueue'
import type { MemberId } from './member'
import type { Refusal } from './refusal'
import type { Room } from './room'
import { writerOf } from './writer'

/**
 * An update of a stock client: what the guard leaves of it is taken. A gap asks the client for everything it has; what is
 * refused is reported, and its connection takes no more.
 *
 * @param isQuiet gaps are expected: the client has not answered yet what it was asked
 */
export function updateStock(
  room: Room,
  id: MemberId,
  update: Uint8Array,
  isQuiet: boolean,
  limits: Limits,
): readonly Effect[] {
  const member = room.members.get(id)
  if (member === undefined || member.isBlocked) return []
  const refuse = ({ code, message, value }: Refusal): Effect[] => {
    member.isBlocked = true
    return [{ type: 'refused', members: [id], seq: 0, code, message, value }]
  }
  const admission = admit(room.facts, update, writerOf(room, member), limits)
  if (admission.take !== null && !member.rights.has('append')) {
    return refuse({ code: 'forbidden', message: 'this room may only be read', value: 0 })
  }
  const full = quotaFault(room, admission, limits)
  if (full !== null) return refuse({ code: 'quota', ...full })
  const effects = admission.take === null ? [] : enqueue(room, member, admission, admission.take)
  const final = admission.drops.find(({ code }) => !isRetry(code))
  if (final !== undefined) return [...effects, ...refuse({ ...final, message: final.reason })]
  const hasGap = admission.drops.length > 0
  return hasGap && !isQuiet ? [...effects, { type: 'gap', members: [id] }] : effects
}
