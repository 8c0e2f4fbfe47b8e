import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { isLedgerKey, type RecordBody, readKey, readVersion } from '../model'
import { admits } from '../record/admits'
import { withPresentRecord } from '../record/locate'
import type { Space } from '../space/space'
import { erasureId } from './erasure-book'
import type { Erasable } from './input'

/** Keys to be erased, by space. */
export type Selection = Map<Space, Set<string>>

/** What an erasure is asked for: records by id or filter, or everything about a subject, in the open spaces. */
export async function selectionOf(core: Core, what: Erasable): Promise<Selection> {
  const selection: Selection = new Map()
  const take = (space: Space, key: string) => {
    const keys = selection.get(space) ?? new Set()
    selection.set(space, keys.add(key))
  }
  if ('ids' in what) {
    for (const id of what.ids) await withPresentRecord(core, id, ({ space, key }) => take(space, key))
  } else if ('filter' in what) {
    const admitted = admits(core, what.filter, what.scope)
    if (Object.keys(what.filter).length === 0)
      throw new CommonplaceError('invalid-input', 'an empty filter would erase everything', {
        hint: 'name what is to be erased, for example { filter: { space: "orders" } }',
      })
    for (const { space, key, record } of core.projection.placed()) if (admitted(record)) take(space, key)
  } else {
    for (const space of core.pool.loaded()) {
      for (const key of space.index.keys()) if (isAbout(core, space, key, what.subject)) take(space, key)
    }
  }
  return selection
}

/** Whether any version of a key is about a subject: superseded and retracted ones too. */
function isAbout(core: Core, space: Space, key: string, subject: string): boolean {
  // Of the ledger only what was said in the subject's name: states of their runs.
  if (isLedgerKey(key) && (erasureId(key) !== undefined || !isRun(key))) return false
  const context = core.projection.context(space)
  return space.index.entriesOf(key).some(entry => {
    const { record } = readVersion(entry, context)
    return record.ok && concerns(record.body, subject)
  })
}

function isRun(key: string): boolean {
  const name = readKey(key)
  return name?.type === 'ledger' && name.path.startsWith('run/')
}

function concerns({ scope, subject }: RecordBody, wanted: string): boolean {
  return scope.user === wanted || subject === wanted
}
