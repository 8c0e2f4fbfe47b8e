import type { Effect } from './effect'
import type { Member } from './member'
import type { Room } from './room'

/** Acknowledges everything of a member that is durable, as one number. */
export function acknowledge(room: Room, member: Member, effects: Effect[]): void {
  const { waiting, behind } = member
  // A member that fell behind hears of it when it catches up.
  if (waiting.length === 0 || behind !== null) return
  const pending = waiting.findIndex(({ at }) => at > room.committed)
  const done = pending === -1 ? waiting.length : pending
  const last = waiting[done - 1]
  if (last === undefined) return
  waiting.splice(0, done)
  effects.push({ type: 'acked', members: [member.id], upTo: last.seq })
}
