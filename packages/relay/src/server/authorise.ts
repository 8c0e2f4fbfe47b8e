import type { RefusalCode, Right, RoomName } from '@commonplace/protocol'
import type { RightsOf } from '../identity/policy'
import type { Principal } from '../identity/principal'

export type { Principal }

/** Everything a connection can ask for; what is not listed does not exist. */
export const operations = ['join', 'update', 'presence', 'lease', 'purge'] as const

export type Operation = (typeof operations)[number]

export type Verdict =
  | { readonly isAllowed: true; readonly rights: ReadonlySet<Right> }
  | { readonly isAllowed: false; readonly code: RefusalCode; readonly message: string }

// An update needs `append` too, and so does a lease, but what the room knows already is acknowledged before that is asked (GD12): so the room asks,
// by the rights that it was given here.
const needed: Record<Operation, Right> = {
  join: 'read',
  update: 'read',
  presence: 'read',
  lease: 'read',
  purge: 'read',
}

/**
 * The one place where every frame is checked. What is denied, what is absent and what is another tenant's get the same answer,
 * which says nothing that the asker did not say.
 */
export function authorise(principal: Principal, operation: Operation, room: RoomName, rightsOf: RightsOf): Verdict {
  const rights = rightsFor(principal, operation, room, rightsOf)
  return rights === null ? unknownRoom : { isAllowed: true, rights }
}

/** The same for who needs no rights, which makes nothing for what is allowed: null. */
export const denialOf = (
  principal: Principal,
  operation: Operation,
  room: RoomName,
  rightsOf: RightsOf,
): typeof unknownRoom | null => (rightsFor(principal, operation, room, rightsOf) === null ? unknownRoom : null)

function rightsFor(
  principal: Principal,
  operation: Operation,
  room: RoomName,
  rightsOf: RightsOf,
): ReadonlySet<Right> | null {
  if (room.tenant !== principal.tenant) return null
  const rights = rightsOf(principal, room)
  return rights.has(needed[operation]) ? rights : null
}

const unknownRoom = {
  isAllowed: false,
  code: 'unknown-room',
  message: 'there is no such room for you',
} as const satisfies Verdict
