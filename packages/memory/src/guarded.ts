import type { Core } from './core'
import { CommonplaceError } from './errors'
import { explained } from './input/unfit-input'
import { shortened } from './shortened'
import { toCommonplaceError } from './to-commonplace-error'

/** Runs a verb: refuses it on a closed memory, and lets errors of lower layers leave as `CommonplaceError`. */
export async function guarded<T>(core: Core, verb: string, work: () => T | Promise<T>): Promise<T> {
  assertOpen(core, verb)
  const turn = core.turnstile.enter()
  try {
    if (turn) await turn
    return await work()
  } catch (error) {
    throw toCommonplaceError(await explained(error), whoOf(core, verb))
  } finally {
    await core.turnstile.leave()
  }
}

/** A verb as errors name it, with the name that it was called with; of what is no text, which may be anything, nothing is said. */
export function calledWith(verb: string, name: unknown): string {
  return typeof name === 'string' ? `${verb}('${shortened(name)}')` : verb
}

/** @throws CommonplaceError `closed` */
export function assertOpen(core: Core, verb: string): void {
  if (!core.closed()) return
  const message = `${whoOf(core, verb)}: the memory is closed`
  throw new CommonplaceError('closed', message, { hint: 'open it again with openMemory' })
}

const whoOf = (core: Core, verb: string) => `agent "${core.identity.agent}", ${verb}`
