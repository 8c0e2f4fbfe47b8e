import type { Right } from '@commonplace/protocol'
import { acknowledge } from './acknowledge'
import type { Effect } from './effect'
import { leaveRoom } from './leave'
import type { Member, MemberId } from './member'
import type { Room } from './room'

/**
 * What a member may do in the room is another from now on. Who may not read any more gets nothing that others write: its channel
 * is closed as `revoked`, after the acknowledgement of what was taken from it before. A join that has no answer yet is
 * refused, as if there were no such room.
 */
export function setRights(room: Room, id: MemberId, rights: ReadonlySet<Right>): Effect[] {
  const member = room.members.get(id)
  if (member === undefined || member.rights === rights) return []
  member.rights = rights
  if (!rights.has('read')) return withdraw(room, member)
  if (member.joining !== null || member.kind === 'stock') return []
  return [{ type: 'rights-changed', members: [id], rights: [...rights] }]
}

function withdraw(room: Room, member: Member): Effect[] {
  const { id, joining, kind } = member
  const effects = leaveRoom(room, id)
  if (joining !== null) {
    const { request } = joining.request
    return [
      ...effects,
      { type: 'closed', members: [id], request, code: 'unknown-room', message: 'there is no such room for you' },
    ]
  }
  member.behind = null
  if (kind === 'native' && member.waiting.length > 0) {
    room.leaving.set(id, member)
    return effects
  }
  return [...effects, revoked(id)]
}

/** What the last commit wrote was the last that a withdrawn member waited for: it is told, then its channel ends. */
export function endLeaving(room: Room): Effect[] {
  const effects: Effect[] = []
  for (const member of room.leaving.values()) {
    acknowledge(room, member, effects)
    if (member.waiting.length > 0) continue
    room.leaving.delete(member.id)
    effects.push(revoked(member.id))
  }
  return effects
}

const revoked = (id: MemberId): Effect => ({
  type: 'closed',
  members: [id],
  code: 'revoked',
  message: 'access to this room was withdrawn',
})
