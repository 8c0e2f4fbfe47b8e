import { checkName } from '@commonplace/protocol'
import type { Identity } from './identity'
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
