import type { Core } from './core'
import type { RecordBody, Scope } from './model'

/** The bound identity as the scope and author of what it writes now. */
export function signature(core: Core, run: string | undefined): Pick<RecordBody, 'scope' | 'author' | 'time'> {
  const { agent, user, app, run: boundRun } = core.identity
  const inRun = run ?? boundRun
  const scope: Scope = { agent, ...(user && { user }), ...(app && { app }), ...(inRun && { run: inRun }) }
  return { scope, author: { agent, ...(user && { user }) }, time: core.clock.tick() }
}
