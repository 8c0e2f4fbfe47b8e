import type { Effect } from './effect'
import type { Member } from './member'
import type { Room } from './room'

/** Acknowledges everything of a member that is durable, as one number. */
export function acknowledge(room: Room, member: Member): Effect[] {
  // A member that fell behind hears of it when it catches up.
  if (member.behind !== null) return []
  const pending = member.waiting.findIndex(({ at }) => at > room.committed)
  const done = pending === -1 ? member.waiting.length : pending
  const last = member.waiting[done - 1]
  if (last === undefined) return []
  member.waiting = member.waiting.slice(done)
  return [{ type: 'acked', members: [member.id], upTo: last.seq }]
}
