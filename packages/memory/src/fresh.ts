import type { Core } from './core'
import { lazy } from './lazy'

const part = lazy(() => import('./until-fresh'))

/** See `untilFresh`. */
export function fresh(core: Core, bound: string | number, signal?: AbortSignal): Promise<void> {
  return core.turnstile.aside(part(({ untilFresh }) => untilFresh(core, bound, signal)))
}
