import type { Core } from './core'
import { CommonplaceError } from './errors'
import { explained } from './record/unfit-input'
import { toCommonplaceError } from './to-commonplace-error'

/** Runs a verb: refuses it on a closed memory, and lets errors of lower layers leave as `CommonplaceError`. */
export async function guarded<T>(core: Core, verb: string, work: () => T | Promise<T>): Promise<T> {
  const who = `agent "${core.identity.agent}", ${verb}`
  if (core.closed())
    throw new CommonplaceError('closed', `${who}: the memory is closed`, { hint: 'open it again with openMemory' })
  try {
    return await work()
  } catch (error) {
    throw toCommonplaceError(await explained(error), who)
  }
}
