import { defaultLimits, mergeUpdates } from '@commonplace/protocol'
import { piecesToMerge } from './base-merge'
import type { ReplicaCore } from './replica-core'

/** Merges small pieces of the base when many have gathered, so that opening a space stays linear in its size. */
export function tidyBase(core: ReplicaCore): void {
  if (core.isTidying || piecesToMerge(core.journal.base.pieces, defaultLimits.updateBytes).length === 0) return
  core.isTidying = true
  core.enqueue(async () => {
    const { journal } = core
    const numbers = piecesToMerge(journal.base.pieces, defaultLimits.updateBytes).map(({ number }) => number)
    const [first] = numbers
    // What was erased in the meantime may have left less than needs merging.
    if (first) {
      const updates = await journal.readBase(first, numbers.at(-1)! + 1)
      if (updates.length !== numbers.length) throw new Error('a piece is missing')
      if (core.end) return
      journal.commit(batch => batch.mergePieces(numbers, mergeUpdates(updates)))
    }
    core.isTidying = false
    tidyBase(core)
  })
}
