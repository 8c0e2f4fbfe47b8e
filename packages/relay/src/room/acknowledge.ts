import type { Effect } from './effect'
import { type Member, noWaiting } from './member'
import type { Room } from './room'

/** Acknowledges everything of a member that is durable, as one number. */
export function acknowledge(room: Room, member: Member, effects: Effect[]): void {
  const { waiting, behind } = member
  // A member that fell behind hears of it when it catches up.
  if (waiting.length === 0 || behind !== null) return
  let done = 0
  let upTo = 0
  for (const { seq, at } of waiting) {
    if (at > room.committed) break
    upTo = seq
    done++
  }
  if (done === 0) return
  member.waiting = done === waiting.length ? noWaiting : waiting.slice(done)
  effects.push({ type: 'acked', members: [member.id], upTo })
}
