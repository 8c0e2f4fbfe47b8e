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

/**
 * The parts of the name of an agent's store, of the characters that `encodeURIComponent` leaves, '@' and '='. What an agent
 * keeps for one user is in no store that it opens for another.
 */
export function storeName({ tenant, agent, user }: Identity): readonly [tenant: string, agent: string] {
  const by = user === undefined ? '' : `@u=${encodeURIComponent(user)}`
  return [encodeURIComponent(tenant), `${encodeURIComponent(agent)}${by}`]
}
