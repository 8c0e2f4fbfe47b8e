import type { Right } from '@commonplace/protocol'
import { claimsOf } from './claims'
import type { Effect } from './effect'
import { leaveRoom } from './leave'
import { type Identity, type JoinRequest, type Member, type MemberId, noWaiting } from './member'
import { presenceOf } from './presence'
import type { Room } from './room'
import { stateFor } from './state-for'

interface Joiner extends Identity {
  readonly id: MemberId
  readonly rights: ReadonlySet<Right>
}

// Each part by its name: an object that begins as a copy of another takes three times the memory.
const newMember = ({ id, agent, user, rights }: Joiner, kind: Member['kind'], ids: readonly number[]): Member => ({
  id,
  agent,
  user,
  rights,
  kind,
  ids,
  joining: null,
  behind: null,
  isBlocked: false,
  lastSeq: 0,
  waiting: noWaiting,
})

/**
 * A native channel joins, or joins again. It holds the ids it names from now on; other channels that hold one of them are
 * closed (latest wins). The answer comes from durable state only, once everything queued before is durable: an older
 * channel's write under the same id must show in it.
 */
export function joinRoom(room: Room, joiner: Joiner, request: JoinRequest): Effect[] {
  const effects = leaveRoom(room, joiner.id)
  const { taken, receipts } = claimsOf(room, joiner, request)
  // A copy is as long as it must be, which what grew is not.
  const ids = [...request.ids.filter(client => !taken.includes(client))]
  const member = newMember(joiner, 'native', ids)
  for (const client of ids) {
    const holder = room.holders.get(client)
    if (holder !== undefined && holder !== member) {
      effects.push({
        type: 'closed',
        members: [holder.id],
        request: holder.joining?.request.request,
        code: 'replaced',
        message: `client id ${client} joined on another connection`,
      })
      effects.push(...leaveRoom(room, holder.id))
    }
    room.holders.set(client, member)
  }
  member.joining = { request, taken, receipts, at: room.queued }
  room.members.set(member.id, member)
  return [...effects, ...answerJoins(room)]
}

/** A stock client's connection: it names no ids and asks for state with its own messages. */
export function joinStock(room: Room, joiner: Joiner): Effect[] {
  const effects = leaveRoom(room, joiner.id)
  room.members.set(joiner.id, newMember(joiner, 'stock', []))
  return [...effects, ...presenceOf(room, joiner.id)]
}

/** Turns away who waits for the answer to a join: what it waits for cannot become durable for now. */
export function turnJoinersAway(room: Room, message: string, retryMs: number): Effect[] {
  const joiners = [...room.members.values()].filter(({ joining }) => joining !== null)
  return joiners.flatMap(({ id, joining }) => {
    const { request } = joining!.request
    const told: Effect = { type: 'closed', members: [id], request, code: 'unavailable', message, value: retryMs }
    return [...leaveRoom(room, id), told]
  })
}

/** Answers every join that waited for what is durable now. */
export function answerJoins(room: Room): Effect[] {
  const effects: Effect[] = []
  for (const member of room.members.values()) {
    const { joining } = member
    if (joining === null || joining.at > room.committed) continue
    member.joining = null
    const { request, epoch, vector, deletesDigest, readsPacked, found } = joining.request
    // What a joiner holds of another log says nothing about this one.
    const isKnown = epoch === '' || epoch === room.epoch
    effects.push({
      type: 'joined',
      members: [member.id],
      request,
      rights: [...member.rights],
      taken: joining.taken,
      vector: new Map(room.durable.vector),
      bindings: [...room.bindings],
      receptions: [...room.receptions],
      receipts: joining.receipts,
      pieces: stateFor(room, isKnown ? vector : new Map(), isKnown ? deletesDigest : 0, readsPacked, found),
    })
    effects.push(...presenceOf(room, member.id))
  }
  return effects
}
