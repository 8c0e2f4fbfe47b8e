import type { Core } from '../core'
import { type Dot, dotToString, type Version } from '../model'
import { compactable } from '../model/compaction'
import type { Space } from '../space/space'

/** So many versions beyond those to keep may gather before they are deleted, so that each delete is worth an update. */
const slack = 8

/** By what stays the same while no version of a line goes: one that the relay has yet to have, before which none can go. */
const awaited = new WeakMap<object, Dot>()

/**
 * Deletes the versions of a line beyond the last `keep`, this agent's own and with the right `curate` those of all
 * agents of its user, where a version that the relay has superseded them. Those that stay pin what descends from them, unless
 * later versions name them too (`stayingOf`).
 *
 * @param isCounted of which versions `keep` stay; of all when left out
 */
export function pruneLine(
  core: Core,
  space: Space,
  key: string,
  keep: number,
  isCounted: (version: Version) => boolean = () => true,
): void {
  const { whole } = space.index.lineageOf(key) ?? {}
  const first = whole && awaited.get(whole)
  if (space.index.countOf(key) <= keep + slack || (first && !space.replica.isAcknowledged(first))) return
  const mayGo = mayGoIn(core, space)
  // Others' that stay are no reason to delete one by one.
  if (space.index.entriesOf(key).filter(mayGo).length < keep + Math.min(keep, slack)) return
  const versions = core.projection.verdict(space, key).history().filter(isCounted)
  const old = new Set(versions.slice(0, -keep).map(({ entry }) => dotToString(entry.dot)))
  const leaving = compactable(space.index, key, {
    isAccepted: entry => space.replica.isAcknowledged(entry.dot),
    // What another tab lent is in its store still, and would come back with it.
    mayDelete: entry => old.has(dotToString(entry.dot)) && mayGo(entry) && space.replica.isAcknowledged(entry.dot),
  })
  if (leaving.length > 0) space.replica.remove(leaving, { isCompaction: true })
  const isUnsent = ({ entry: { dot } }: Version) =>
    dot.client === space.replica.client && !space.replica.isAcknowledged(dot)
  const unsent = versions.find(isUnsent)
  if (leaving.length === 0 && whole && unsent) awaited.set(whole, unsent.entry.dot)
}

/**
 * Versions of a line that this agent does not prune and has superseded. Who names them again with each new version can
 * prune the older of its own without uncovering them.
 */
export function stayingOf(core: Core, space: Space, key: string): Dot[] {
  const mayGo = mayGoIn(core, space)
  const writers = [...space.replica.doc.store.clients.keys()]
  if (writers.every(client => mayGo({ dot: { client } }))) return []
  const entries = space.index.entriesOf(key)
  const named = new Set(entries.filter(mayGo).flatMap(({ parents }) => parents.map(dotToString)))
  return entries.filter(entry => named.has(dotToString(entry.dot)) && !mayGo(entry)).map(({ dot }) => dot)
}

/** Whether this agent prunes an entry: its own, or with the right `curate` one of its user's other agents. */
function mayGoIn({ identity }: Core, { replica }: Space): (entry: { readonly dot: Pick<Dot, 'client'> }) => boolean {
  return ({ dot: { client } }) =>
    replica.isOwn(client) || (replica.authorOf(client)?.user === (identity.user ?? '') && replica.mayRemove(client))
}
