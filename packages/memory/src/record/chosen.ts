import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { inTurns } from '../model'
import { admits } from '../reading/admits'
import { withPresentRecord } from '../reading/locate-present'
import { placedIn } from '../reading/placed'
import type { Space } from '../space/space'

/** Keys by space. */
export type Selection = Map<Space, Set<string>>

/**
 * The keys of the records that a caller chose, in the open spaces.
 *
 * @throws CommonplaceError `unknown-record`; `invalid-input` for a filter that admits everything
 */
export async function chosen(
  core: Core,
  what: { readonly ids: readonly string[] } | { readonly filter: object; readonly scope?: 'own' | 'all' },
): Promise<Selection> {
  const selection: Selection = new Map()
  if ('ids' in what) {
    for (const id of what.ids) await withPresentRecord(core, id, ({ space, key }) => take(selection, space, key))
    return selection
  }
  if (Object.keys(what.filter).length === 0)
    throw new CommonplaceError('invalid-input', 'an empty filter would choose everything', {
      hint: 'name what is meant, for example { filter: { space: "orders" } }',
    })
  const admitted = admits(core, what.filter, what.scope)
  await core.projection.completed()
  await inTurns(placedIn(core.projection), core.pause, ({ space, key, record }) => {
    if (admitted(record)) take(selection, space, key)
  })
  return selection
}

export function take(selection: Selection, space: Space, key: string): void {
  const keys = selection.get(space) ?? new Set()
  selection.set(space, keys.add(key))
}
