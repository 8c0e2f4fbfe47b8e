import { checkName } from '@commonplace/protocol'
import type { Identity } from './core'
import type { OpenOptions } from './open-options'

export function identityOf({ agent, tenant }: OpenOptions): Identity {
  const { id, user, app, run, name } = agent
  return Object.freeze({
    tenant: tenant ?? 'default',
    agent: checkName(id, 'agent'),
    ...(user !== undefined && { user }),
    ...(app !== undefined && { app }),
    ...(run !== undefined && { run }),
    name: name ?? id,
  })
}

/** The parts of the name of an agent's store, of the characters that `encodeURIComponent` leaves. */
export const storeName = ({ tenant, agent }: Identity) =>
  [encodeURIComponent(tenant), encodeURIComponent(agent)] as const
