import { type LeaseToken, uncovered } from '@commonplace/protocol'
import { CommonplaceError } from '../errors'
import { dotToString, maxParents, type NewEntry } from '../model'
import { SyncError } from '../sync'
import { discard } from '../sync/discard'
import type { Space } from './space'

const claimCodes: ReadonlySet<string> = new Set(['lease-lost', 'not-current'])

/**
 * Appends an entry under a lease and waits for the relay to have it. What readers pass over, such as damaged entries, is
 * superseded with the rest, since the relay cannot tell it apart. A write that is not taken leaves nothing behind.
 *
 * @throws SyncError `lease-lost`, or `not-current` when the key has entries that this replica has not seen; the relay's code
 * for any other refusal, which stays parked
 * @throws CommonplaceError `not-current` at once, with nothing written, when it would not supersede all there is
 */
export async function appendClaimed(space: Space, entry: NewEntry, lease: LeaseToken): Promise<void> {
  const write = space.append([{ ...entry, parents: parentsOf(space, entry) }], { lease })
  try {
    await write.reached('relay')
  } catch (error) {
    if (error instanceof SyncError && claimCodes.has(error.code) && write.refusal) {
      await discard(space.replica, write.refusal.n)
    }
    throw error
  }
}

/** The entry's own parents and what only the relay counts. */
function parentsOf(space: Space, { key, parents }: NewEntry): NewEntry['parents'] {
  const present = space.index.entriesOf(key)
  const next = dotToString(space.nextDot())
  const linked = new Map(
    present.map(entry => [
      dotToString(entry.dot),
      { dot: dotToString(entry.dot), parents: entry.parents.map(dotToString), entry },
    ]),
  )
  const left = uncovered(linked, parents.map(dotToString), next)
  const all = [...parents, ...left.map(({ entry }) => entry.dot)]
  if (all.length <= maxParents) return all
  throw new CommonplaceError('not-current', `key ${JSON.stringify(key)} has ${left.length} entries side by side`, {
    hint: 'write to it without a claim first, so that they are superseded',
  })
}
