import type { Writer } from '../guard/admit'
import { type Member, sameIdentity } from './member'
import type { Room } from './room'

/**
 * What the guard must know of a member of a room. Native members write under the ids they named; stock members, whose
 * protocol names none, under any id that is not somebody else's. In rooms of arbitrary types a delete cannot be told from an
 * edit, so everybody may delete there.
 */
export function writerOf(room: Room, member: Member): Writer {
  const ownerOf = (client: number) => room.owners.get(client) ?? room.holders.get(client)
  const isFree = (client: number): boolean => {
    const owner = ownerOf(client)
    return owner === undefined || sameIdentity(owner, member)
  }
  const isOwn = (client: number): boolean => {
    const owner = ownerOf(client)
    return owner !== undefined && sameIdentity(owner, member)
  }
  const deletesAll = room.mode === 'any' || member.rights.has('curate')
  return {
    entriesOnly: room.mode === 'entries',
    mayWrite: member.kind === 'native' ? client => member.ids.has(client) : isFree,
    mayDelete: deletesAll ? () => true : isOwn,
  }
}
