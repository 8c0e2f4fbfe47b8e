import type { Core } from '../core'
import { inTurns, isLedgerKey, type RecordBody, readKey, readVersion } from '../model'
import { chosen, type Selection, take } from '../record/chosen'
import { placeBefore } from '../record/place-before'
import type { Space } from '../space/space'
import type { Erasable } from './input'

/** What an erasure is asked for: records by id or filter, or everything about a subject, in the open spaces. */
export async function selectionOf(core: Core, what: Erasable): Promise<Selection> {
  if (!('subject' in what)) return withOrigins(core, await chosen(core, what))
  const selection: Selection = new Map()
  for (const space of core.pool.loaded()) {
    await inTurns([...space.index.keys()], core.pause, key => {
      if (isAbout(core, space, key, what.subject)) take(selection, space, key)
    })
  }
  return selection
}

/** What was moved is chosen where it was too: its versions are still there. */
async function withOrigins(core: Core, selection: Selection): Promise<Selection> {
  for (const [space, keys] of selection) {
    await inTurns(keys, core.pause, key => {
      const before = placeBefore(core, { space, key })
      if (before) take(selection, before.space, before.key)
    })
  }
  return selection
}

/** Whether any version of a key is about a subject: superseded and retracted ones too. */
function isAbout(core: Core, space: Space, key: string, subject: string): boolean {
  // Of the ledger only what was said in the subject's name: states of their runs.
  if (isLedgerKey(key) && !isRun(key)) return false
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
