import type { Binding, Frame, Receipt, Reception } from '@commonplace/protocol'
import type { Delivery, Effect } from '../room/effect'
import type { Room } from '../room/room'
import type { SharedPieces } from './shared-pieces'
import { updatesMessage } from './updates-message'
import { toMessage } from './websocket-message'

// A binding holds two names of at most 256 bytes each: so many stay well below the frame limit.
const bindingsPerFrame = 1024
const receptionsPerFrame = 4096
// A reader takes as many as one join may name.
const receiptsPerFrame = 16

function* chunks<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  for (let index = 0; index < list.length; index += size) yield list.slice(index, index + size)
}

function receptionsOf(channel: number, list: readonly Reception[]): Frame[] {
  return [...chunks(list, receptionsPerFrame)].map(receptions => ({ type: 'receptions', channel, receptions }))
}

/** The answer to a join up to its pieces. */
function joined(room: Room, effect: Extract<Effect, { type: 'joined' }>): Frame[] {
  const { channel, epoch } = room
  const { request, rights, taken, vector, pieces, bindings, receipts } = effect
  const bytes = pieces.reduce((sum, { update }) => sum + update.length, 0)
  const [first = [], ...rest] = chunks<Binding>(bindings, bindingsPerFrame)
  return [
    { type: 'joined', request, channel, epoch, rights, taken, vector, pieces: pieces.length, bytes, bindings: first },
    ...rest.map(more => ({ type: 'bindings', channel, bindings: more }) as const),
    ...receptionsOf(channel, effect.receptions),
    ...[...chunks<Receipt>(receipts, receiptsPerFrame)].map(
      some => ({ type: 'receipts', channel, receipts: some }) as const,
    ),
  ]
}

/**
 * What native members get for an effect of the room engine, framed; large updates and pieces come as parts of a message.
 *
 * @param shared frames the pieces of joins
 */
export function messagesOf(room: Room, effect: Delivery, shared: SharedPieces): Uint8Array[] {
  const { channel } = room
  // Nearly all that a busy relay says.
  if (effect.type === 'acked') return [toMessage({ type: 'ack', channel, upTo: effect.upTo })]
  if (effect.type === 'updates') {
    const { number, updates, members } = effect
    return updatesMessage({ type: 'updates', channel, number, updates }, members.length)
  }
  const messages: Uint8Array[] = []
  for (const frame of framesOf(room, effect)) messages.push(toMessage(frame))
  if (effect.type !== 'joined') return messages
  return [...messages, ...shared.messagesOf(room, effect.pieces), toMessage({ type: 'synced', channel })]
}

/** What native members get for an effect of the room engine, the pieces of a join and its end aside. */
function framesOf(room: Room, effect: Exclude<Delivery, { type: 'acked' | 'updates' }>): Frame[] {
  const { channel } = room
  switch (effect.type) {
    case 'joined':
      return joined(room, effect)
    case 'rights-changed':
      return [{ type: 'rights-changed', channel, rights: effect.rights }]
    case 'refused':
      return [
        {
          type: 'refused',
          channel,
          seq: effect.seq,
          code: effect.code,
          message: effect.message,
          value: effect.value,
        },
      ]
    case 'bindings':
      return [...chunks(effect.bindings, bindingsPerFrame)].map(bindings => ({ type: 'bindings', channel, bindings }))
    case 'receptions':
      return receptionsOf(channel, effect.receptions)
    case 'closed': {
      const { request, code, message, value = 0 } = effect
      if (request !== undefined) return [{ type: 'join-refused', request, code, message, value }]
      return [{ type: 'closed', channel, code, message }]
    }
    case 'presence': {
      const { client, agent, user, state } = effect
      return [{ type: 'presence-changed', channel, client, agent, user, state }]
    }
    case 'granted': {
      const { request, number, ttlMs } = effect
      return [{ type: 'granted', channel, request, lease: { epoch: room.epoch, number }, ttlMs }]
    }
    case 'held': {
      const { members: _, ...parts } = effect
      return [{ channel, ...parts }]
    }
    case 'ended':
      return [{ type: 'ended', channel, number: effect.number, reason: effect.reason }]
    case 'lease-refused': {
      const { members: _, ...parts } = effect
      return [{ channel, ...parts }]
    }
    case 'gap':
      return []
  }
}
