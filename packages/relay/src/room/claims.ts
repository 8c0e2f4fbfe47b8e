import type { Receipt } from '@commonplace/protocol'
import { type Identity, type JoinRequest, sameIdentity } from './member'
import type { Room } from './room'

/** What a join's naming of ids comes to. */
export interface Claims {
  /** those that the joiner may not write with */
  readonly taken: readonly number[]
  /** what it is to keep and show again */
  readonly receipts: readonly Receipt[]
}

/**
 * Whose the ids are that a join names. One is somebody else's who wrote with it before or holds it now; in a log that is
 * not the first, one that nobody owns may be too, unless its receipt is shown. Whoever shows no spare one gets it.
 */
export function claimsOf(room: Room, joiner: Identity, { ids, receipts = [] }: JoinRequest): Claims {
  const { book, owners, holders } = room
  const shown = new Map(receipts.map(({ client, mac }) => [client, mac]))
  const isGenuine = (client: number, mac: Uint8Array) => book?.isGenuine(client, joiner, mac) ?? false
  const taken: number[] = []
  const unproven: number[] = []
  for (const client of ids) {
    const mac = shown.get(client)
    const isProven = mac !== undefined && isGenuine(client, mac)
    const owner = owners.get(client) ?? holders.get(client)
    const isDoubtful = owner === undefined && book !== null && book.isRecovered && !isProven
    if (isDoubtful || (owner !== undefined && !sameIdentity(owner, joiner))) taken.push(client)
    else if (!isProven) unproven.push(client)
  }
  if (book === null) return { taken, receipts: [] }
  const hasSpare = receipts.some(({ client, mac }) => !ids.includes(client) && isGenuine(client, mac))
  if (!hasSpare) unproven.push(book.draw())
  return { taken, receipts: unproven.map(client => ({ client, mac: book.issue(client, joiner) })) }
}
