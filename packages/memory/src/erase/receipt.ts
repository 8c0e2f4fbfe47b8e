import type { Core } from '../core'
import type { Erasure, Instant } from '../model'
import { instants } from '../reading/instants'
import type { Author } from '../reading/record'
import type { Space } from '../space/space'
import { confirmationsOf } from './confirmation'

/** Where an erasure stands, as far as this replica knows now. Frozen. */
export interface ErasureReceipt {
  readonly id: string
  readonly space: string
  readonly by: Author
  readonly time: Instant
  /** How many versions were erased; the first one of a record also where it was compacted before, or is kept. */
  readonly versions: number
  /** Whether the relay's disk holds nothing of it any more; `none` for a private space, or without a relay. */
  readonly relay: 'confirmed' | 'outstanding' | 'none'
  /** Agents that hold nothing of it any more, with how many of their stores said so, and whether all rewrote their files. */
  readonly confirmed: readonly { readonly agent: string; readonly stores: number; readonly scrubbed: boolean }[]
  /** Agents that are known to have written to the space, for a user whose store has not confirmed. */
  readonly outstanding: readonly string[]
}

export function receiptOf(
  core: Core,
  space: Space,
  id: string,
  erasure: Erasure,
  confirmers?: ReadonlyMap<string, readonly string[]>,
): ErasureReceipt {
  const confirmations = new Map(
    confirmationsOf(core, space, id, confirmers).filter(([, { stores }]) => stores.size > 0),
  )
  // The store of an agent for one user says nothing of the one for another.
  const isOutstanding = ({ agent, user = '' }: Author) =>
    ![...(confirmations.get(agent)?.stores.keys() ?? [])].some(
      store => (space.replica.authorOf(Number.parseInt(store, 36))?.user ?? user) === user,
    )
  const outstanding = new Set(
    [core.identity, ...space.replica.authors()].filter(isOutstanding).map(({ agent }) => agent),
  )
  const isNone = space.visibility === 'private' || !core.connection
  const isRelayDone = [...confirmations.values()].some(({ relay }) => relay)
  const fields = {
    id,
    space: space.name,
    by: erasure.by,
    versions: [...erasure.dots.values()].flat().reduce((sum, [from, to]) => sum + to - from, 0),
    relay: isNone ? 'none' : isRelayDone ? 'confirmed' : 'outstanding',
    confirmed: Object.freeze(
      [...confirmations.keys()].sort().map(agent => {
        const { stores } = confirmations.get(agent)!
        return Object.freeze({ agent, stores: stores.size, scrubbed: ![...stores.values()].includes('deleted') })
      }),
    ),
    outstanding: Object.freeze([...outstanding].sort()),
  }
  return Object.freeze(Object.defineProperties(fields, instants({ time: erasure.time.ms })) as ErasureReceipt)
}
