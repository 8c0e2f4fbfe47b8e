import type { RefusalCode, Right, RoomName } from '@commonplace/protocol'

/** Everything a connection can ask for; what is not listed does not exist. */
export const operations = ['join', 'update', 'presence'] as const

export type Operation = (typeof operations)[number]

/** Whom a connection acts as. */
export interface Principal {
  readonly tenant: string
  readonly agent: string
  readonly user: string
}

export type Verdict =
  | { readonly isAllowed: true; readonly rights: ReadonlySet<Right> }
  | { readonly isAllowed: false; readonly code: RefusalCode; readonly message: string }

const needed: Record<Operation, Right> = { join: 'read', update: 'append', presence: 'read' }
const loopbackRights: ReadonlySet<Right> = new Set<Right>(['discover', 'read', 'append', 'curate'])

/**
 * The one place where every frame is checked. The relay listens on loopback only, so whoever reaches it is trusted to be whom
 * it says it is and may do everything but administer, in its own tenant.
 */
export function authorise(principal: Principal, operation: Operation, room: RoomName): Verdict {
  if (room.tenant !== principal.tenant || room.segment !== 0) {
    return { isAllowed: false, code: 'unknown-room', message: `no room "${room.space}" for agent "${principal.agent}"` }
  }
  const rights = loopbackRights
  if (!rights.has(needed[operation])) {
    return { isAllowed: false, code: 'forbidden', message: `agent "${principal.agent}" may not ${operation} here` }
  }
  return { isAllowed: true, rights }
}
