import type { Core } from '../core'
import { lazy } from '../lazy'

/** How what a version is made from is written down. */
export type Basis = typeof import('./seen-versions')

const basis = lazy(() => import('./seen-versions'))

/**
 * What it takes to write a version that is made from others, whose standing is known from then on; undefined for one that is
 * made from none.
 *
 * @throws CommonplaceError `invalid-input` for what cannot be the id of a record, `offline` when it cannot be fetched
 */
export async function basisFor(core: Core, ids: readonly string[] = []): Promise<Basis | undefined> {
  if (ids.length === 0) return undefined
  const [loaded] = await Promise.all([basis(part => part), core.projection.standings.ready()])
  loaded.checkIds(core, ids)
  return loaded
}
