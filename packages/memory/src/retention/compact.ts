import type { Core } from '../core'
import { guarded } from '../guarded'
import { checked } from '../input/input'
import { type Dot, dotToString, readKey } from '../model'
import { compactable } from '../model/compaction'
import { supersededAt } from '../model/superseded-at'
import { isShown } from '../reading/reader'
import { recordIdOf } from '../reading/record-id'
import type { Space } from '../space/space'
import { purge } from '../sync/purge'
import { type CompactOptions, compactOptions } from './input'
import { keptFor } from './kept-for'

/** What was dropped, or would be. Frozen. */
export interface CompactReport {
  /** Ids of the versions. */
  readonly dropped: readonly string[]
  /** Versions past their retention that stay: others', what others' versions rest on, or what something was made from. */
  readonly pinned: number
}

/** So many deletes go into one write. */
const batch = 1_000

/** Drops the versions of the open spaces that were superseded longer ago than their kind is kept. */
export function compact(core: Core, options: CompactOptions = {}): Promise<CompactReport> {
  return guarded(core, 'compact', async () => {
    const { space: only, dryRun, signal } = checked(compactOptions, options, core.identity.agent, 'compact')
    const dropped: string[] = []
    let pinned = 0
    await core.projection.completed()
    for (const space of core.pool
      .loaded()
      .filter(each => (only ?? each.name) === each.name && mayCompact(core, each))) {
      const found: Dot[] = []
      let ready: Dot[] = []
      const drop = () => {
        // A key's versions go ancestors first, so that none comes back while the rest is under way.
        if (!dryRun && ready.length > 0) space.replica.remove(ready, { isCompaction: true })
        ready = []
      }
      for (const key of [...space.index.keys()]) {
        signal?.throwIfAborted()
        await core.pause()
        if (space.index.countOf(key) < 2 || !isShown(key)) continue
        const { due, leaving } = dueOf(core, space, key)
        pinned += due - leaving.length
        found.push(...leaving)
        if (ready.length + leaving.length > batch) drop()
        ready.push(...leaving)
      }
      drop()
      if (!dryRun && found.length > 0) {
        await space.replica.flush('local', { signal })
        await purge(space.replica)
        await core.snapshots.clear(space)
      }
      dropped.push(...found.map(dot => recordIdOf(space, dot)))
    }
    return Object.freeze({ dropped: Object.freeze(dropped), pinned })
  })
}

/** Where the relay takes no deletes, what is dropped here would be refused, and others keep it. */
function mayCompact({ connection }: Core, { visibility, replica }: Space): boolean {
  return !connection || visibility === 'private' || replica.rights.has('append')
}

/** What of a key is past its retention, and which of that can go. */
function dueOf(core: Core, space: Space, key: string): { due: number; leaving: Dot[] } {
  const context = core.projection.context(space)
  const verdict = core.projection.verdict(space, key)
  // What is held back or ignored replaces nothing.
  const counting = [...verdict.history(), ...verdict.heads]
  const counts = new Set(counting.map(({ entry }) => dotToString(entry.dot)))
  const since = supersededAt(counting)
  const due = new Set<string>()
  for (const { entry, record } of counting) {
    const dot = dotToString(entry.dot)
    const at = since.get(dot)
    if (at === undefined || !record.ok) continue
    if (at <= context.now - keptFor(core.retention, core.kinds, space.name, record.body.kind)) due.add(dot)
  }
  if (due.size === 0) return { due: 0, leaving: [] }
  const sources = sourcesIn(core, space, key)
  const leaving = compactable(space.index, key, {
    isAccepted: entry => counts.has(dotToString(entry.dot)) && space.replica.isAcknowledged(entry.dot),
    mayDelete: entry =>
      due.has(dotToString(entry.dot)) &&
      space.replica.mayRemove(entry.dot.client) &&
      // What another tab lent is in its store still, and would come back with it.
      space.replica.isAcknowledged(entry.dot) &&
      !sources.has(recordIdOf(space, entry.dot)),
  })
  return { due: due.size, leaving }
}

/** The versions that something was made from, which falls with them. For the first one of a record the record answers. */
function sourcesIn({ projection: { standings } }: Core, space: Space, key: string): Set<string> {
  const near = standings.dependentsOf(space, key).filter(({ steps }) => steps === 1)
  const sources = new Set(near.flatMap(({ id }) => standings.supportsOfId(id).map(support => support.id)))
  const name = readKey(key)
  if (name?.type === 'record') sources.delete(recordIdOf(space, name.dot))
  return sources
}
