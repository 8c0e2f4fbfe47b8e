import type { Core } from '../core'
import { type Line, linesOf } from '../ledger/line'
import { ledgerKey } from '../model'
import { isInDefaultScope } from '../model/default-scope'
import type { Space } from '../space/space'
import { compareRunStates, type RunState, valueToRunState } from './run-state'

/** A version of a run's state with the line of the ledger that says so. */
export interface SavedState {
  readonly line: Line
  readonly saved: RunState
}

export function runKey(run: string): string {
  return ledgerKey(`run/${run}/state`)
}

/** What the heads of a run's line say, the one that counts first; the others did not see it. */
export function statesOf(core: Core, space: Space, run: string, scope: 'own' | 'all' = 'own'): SavedState[] {
  return readable(core, linesOf(core, space, runKey(run)), scope).sort((a, b) => compareRunStates(b.saved, a.saved))
}

export function readable(core: Core, lines: readonly Line[], scope: 'own' | 'all'): SavedState[] {
  return lines.flatMap(line => {
    const saved = valueToRunState(line.value)
    return saved && (scope === 'all' || isOurs(core, line)) ? [{ line, saved }] : []
  })
}

/** Whether a state is of the bound user and app, or of none: others' runs of the same name are other runs. */
export function isOurs({ identity }: Core, { body }: Pick<Line, 'body'>): boolean {
  return isInDefaultScope(body.scope, identity)
}
