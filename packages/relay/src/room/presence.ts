import type { Effect } from './effect'
import { type Member, type MemberId, sameIdentity } from './member'
import type { Room } from './room'

const gone = new Uint8Array()
const maxStatesOfMember = 64

/** Whether this member may show presence under the client id: held by its channel, or free for a stock client. */
function mayShow(room: Room, member: Member, client: number): boolean {
  if (member.joining !== null) return false
  if (member.kind === 'native') return member.ids.includes(client)
  const owner = room.owners.get(client) ?? room.holders.get(client) ?? room.presence.get(client)
  return owner === undefined || sameIdentity(owner, member)
}

/**
 * Sets what a member shows under one of its client ids; an empty state takes it away. What it may not show is dropped:
 * presence is lossy. Nothing is sent before `flushPresence`, so that many changes between two flushes cost one frame.
 *
 * @param state at most `presenceBytes`, checked where it was decoded
 */
export function setPresence(room: Room, id: MemberId, client: number, state: Uint8Array): void {
  const member = room.members.get(id)
  if (member === undefined || !mayShow(room, member, client)) return
  if (state.length === 0) {
    if (room.presence.get(client)?.member === id && room.presence.delete(client)) noteChanged(room, client)
    return
  }
  const others = [...room.presence].filter(([other, shown]) => shown.member === id && other !== client)
  if (others.length >= maxStatesOfMember) return
  const { agent, user } = member
  room.presence.set(client, { member: id, agent, user, state: new Uint8Array(state) })
  noteChanged(room, client)
}

/** Everything a member shows ends with its channel. */
export function removePresence(room: Room, id: MemberId): void {
  for (const [client, { member }] of room.presence) {
    if (member !== id) continue
    room.presence.delete(client)
    noteChanged(room, client)
  }
}

/** Sends what changed since the last flush, once, in its latest form, to everybody but its owner. */
export function flushPresence(room: Room): Effect[] {
  const effects: Effect[] = []
  for (const client of room.presenceChanged ?? []) {
    const shown = room.presence.get(client)
    const members = [...room.members.values()].filter(({ id, joining }) => joining === null && id !== shown?.member)
    effects.push({
      type: 'presence',
      members: members.map(({ id }) => id),
      client,
      agent: shown?.agent ?? '',
      user: shown?.user ?? '',
      state: shown?.state ?? gone,
    })
  }
  room.presenceChanged = null
  return effects
}

function noteChanged(room: Room, client: number): void {
  room.presenceChanged ??= new Set()
  room.presenceChanged.add(client)
}

/** What the others show, for a member that has just joined. */
export function presenceOf(room: Room, id: MemberId): Effect[] {
  return [...room.presence]
    .filter(([, { member }]) => member !== id)
    .map(([client, { agent, user, state }]) => ({ type: 'presence', members: [id], client, agent, user, state }))
}
