import { decodeUpdate, mergeUpdates, type RefusalParts, type Struct } from '@commonplace/protocol'
import * as Y from 'yjs'
import {
  appendEntries,
  appendHole,
  type Dot,
  dotToString,
  type Entry,
  nextDot,
  readKey,
  recordKey,
  sameDot,
} from '../model'
import { applyAll } from './apply'
import { deletesAsUpdate } from './deletes-as-update'
import type { ParkedRecord } from './journal-codec'
import { type OutboxRecord, withUpdate } from './outbox'
import { renameReferences } from './rename-references'
import { SyncError } from './sync-error'

/** Why what is not acknowledged has to be put on its base anew. */
export type RebuildCause =
  /** These writes were refused for good. */
  | { readonly kind: 'refused'; readonly refusals: ReadonlyMap<number, RefusalParts> }
  /** Others write under own ids, at least these: take a fresh one, for the first write that is in doubt and all later. */
  | { readonly kind: 'renew'; readonly strangers: ReadonlySet<number> }

export interface RebuildInput {
  /** an empty document that updates of the base are applied to */
  readonly doc: Y.Doc
  readonly base: readonly Uint8Array[]
  readonly outbox: readonly OutboxRecord[]
  readonly holes: ReadonlyMap<number, Uint8Array>
  readonly client: number
  readonly cause: RebuildCause
  readonly randomClientId: () => number
  /** called when nothing but the base is in the document */
  readonly onBase: (doc: Y.Doc) => void
}

export interface Rebuilt {
  readonly doc: Y.Doc
  /** the id in use from now on */
  readonly client: number
  /** what is still to be sent; each has the number it had */
  readonly outbox: readonly OutboxRecord[]
  readonly parked: readonly ParkedRecord[]
  /** deletions that rested on a refused write; decided anew */
  readonly dropped: readonly ParkedRecord[]
  /** deletions of what was refused: nothing is left to do */
  readonly done: readonly OutboxRecord[]
  readonly holes: ReadonlyMap<number, Uint8Array>
  /** entries that had to change their name, by the old dot as text; only after `renew` */
  readonly moved: ReadonlyMap<string, Dot>
}

/**
 * Puts what is not acknowledged on its base again. A refused write leaves a hole of its length, every later write
 * keeps its dots, and parents that named the refused write become the parents of that write.
 *
 * @throws SyncError `damaged` when a later write could not keep its dots
 */
export function rebuild(input: RebuildInput): Rebuilt {
  const { doc, outbox, cause, base, onBase } = input
  applyAll(doc, base)
  onBase(doc)
  const from = firstConcerned(input)
  const keep = outbox.slice(0, from)
  applyAll(
    doc,
    keep.map(({ update }) => update),
  )
  const rewriter = new Rewriter(input, keep)
  const refusalOf = ({ n }: OutboxRecord) => (cause.kind === 'refused' ? cause.refusals.get(n) : undefined)
  const lastAppend = new Map<number, number>()
  for (const [i, record] of outbox.entries()) {
    if (record.removes.length === 0 && !refusalOf(record)) lastAppend.set(record.client, i)
  }
  for (const [i, record] of outbox.entries()) {
    if (i < from) continue
    const refusal = refusalOf(record)
    // Where nobody writes on, a hole would only hide what somebody else may have written there.
    const needsHole = record.client === input.client || (lastAppend.get(record.client) ?? -1) > i
    if (refusal) rewriter.park(record, refusal, needsHole)
    else if (record.removes.length > 0) rewriter.remove(record)
    else rewriter.append(record)
  }
  return rewriter.finish()
}

/** The place of the first write that cannot stay as it is. */
function firstConcerned({ doc, outbox, cause }: RebuildInput): number {
  const index = outbox.findIndex(({ n, client, entries }) =>
    cause.kind === 'refused'
      ? cause.refusals.has(n)
      : cause.strangers.has(client) || entries.some(({ dot }) => dot.clock < Y.getState(doc.store, dot.client)),
  )
  return index < 0 ? outbox.length : index
}

class Rewriter implements Rebuilt {
  readonly doc: Y.Doc
  readonly client: number
  readonly #isRenewing: boolean
  readonly outbox: OutboxRecord[]
  readonly parked: ParkedRecord[] = []
  readonly dropped: ParkedRecord[] = []
  readonly done: OutboxRecord[] = []
  /** holes that wait for the next write of their client; `fresh` ones come before `old` ones */
  readonly #freshHoles = new Map<number, Uint8Array[]>()
  readonly #oldHoles: ReadonlyMap<number, Uint8Array>
  /** refused dot → the parents it had, moved dot → its new name */
  readonly #instead = new Map<string, readonly Dot[]>()
  readonly moved = new Map<string, Dot>()
  readonly holes = new Map<number, Uint8Array>()

  constructor({ doc, client, cause, holes, randomClientId }: RebuildInput, keep: readonly OutboxRecord[]) {
    this.doc = doc
    this.#isRenewing = cause.kind === 'renew'
    this.client = this.#isRenewing ? randomClientId() : client
    this.outbox = [...keep]
    // Nobody writes under the old id again, so nobody needs its hole.
    this.#oldHoles = this.#isRenewing ? new Map() : holes
  }

  park(record: OutboxRecord, refusal: RefusalParts, needsHole: boolean): void {
    this.parked.push({ record, ...refusal })
    let length = 0
    for (const struct of structsOf(record)) length += this.#leaveOut(struct)
    for (const { dot, parents } of record.entries) this.#instead.set(dotToString(dot), this.#follow(parents))
    if (length === 0 || !needsHole) return
    this.#fill(record.hole)
    const hole = appendHole(this.doc, record.client, length)
    const fresh = this.#freshHoles.get(record.client) ?? []
    this.#freshHoles.set(record.client, [...fresh, ...(record.hole ? [record.hole] : []), hole])
  }

  append(record: OutboxRecord): void {
    const client = this.#isRenewing ? this.client : record.client
    const hole = this.#isRenewing ? null : record.hole
    this.#fill(hole)
    const left = [...record.entries]
    const entries: Entry[] = []
    const updates: Uint8Array[] = []
    for (const struct of structsOf(record)) {
      if (isEmpty(struct)) {
        if (this.#isRenewing) this.#leaveOut(struct)
        else updates.push(appendHole(this.doc, client, struct.length))
        continue
      }
      const { clock } = nextDot(this.doc, client)
      const named = left.splice(0, struct.length).map((entry, i) => this.#name(entry, { client, clock: clock + i }))
      updates.push(appendEntries(this.doc, client, named).update)
      entries.push(...named)
    }
    const holes = this.#freshHoles.get(client) ?? []
    if (hole) holes.push(hole)
    this.#freshHoles.delete(client)
    this.outbox.push(
      withUpdate({
        ...record,
        client,
        entries,
        hole: holes.length > 0 ? mergeUpdates(holes) : null,
        bytes: mergeUpdates(updates),
      }),
    )
  }

  /** What the document shows of a dot says nothing of the room's: a purge may have emptied it here before the room has its deletion. */
  remove(record: OutboxRecord): void {
    const { store } = this.doc
    const isGone = (dot: Dot) => dot.clock < Y.getState(store, dot.client) && Y.getItem(store, dot).deleted
    const removes = record.removes
      .map(dot => this.moved.get(dotToString(dot)) ?? dot)
      // A compaction is decided anew, but for what is not here any more.
      .filter(dot => !this.#instead.has(dotToString(dot)) && (!record.isCompaction || isGone(dot)))
    if (removes.length === 0) {
      const message = 'what it rested on was refused'
      if (record.isCompaction) this.dropped.push({ record, code: 'dropped', message, value: 0 })
      else this.done.push(record)
      return
    }
    const bytes = deletesAsUpdate(removes)
    this.#fill(bytes)
    // A deletion goes out under any id: the old one may be somebody else's for good.
    const client = this.#isRenewing ? this.client : record.client
    this.outbox.push(withUpdate({ ...record, client, removes, hole: null, bytes }))
  }

  finish(): Rebuilt {
    const { client } = this
    const old = this.#oldHoles.get(client)
    this.#fill(old)
    const waiting = [...(this.#freshHoles.get(client) ?? []), ...(old ? [old] : [])]
    if (waiting.length > 0) this.holes.set(client, mergeUpdates(waiting))
    return this
  }

  #fill(update: Uint8Array | null | undefined): void {
    if (!update) return
    // Yjs takes it for somebody else's when it comes under the id that was written with last.
    this.doc.clientID = 0
    Y.applyUpdate(this.doc, update)
  }

  /** Nobody names these clocks any more. @returns how many they are */
  #leaveOut({ id: { client, clock }, length }: Struct): number {
    for (let i = 0; i < length; i++) this.#instead.set(dotToString({ client, clock: clock + i }), [])
    return length
  }

  /** The entry as it stands at a dot: a record is named by that of its first version, so where that moves, so does the name. */
  #name({ dot: old, key, parents, payload }: Entry, dot: Dot): Entry {
    if (!sameDot(old, dot)) {
      if (!this.#isRenewing) throw movedError(old, dot)
      this.#instead.set(dotToString(old), [dot])
      this.moved.set(dotToString(old), dot)
    }
    const name = readKey(key)
    const first = name?.type === 'record' && this.moved.get(dotToString(name.dot))
    return {
      dot,
      key: first ? recordKey(first) : key,
      parents: this.#follow(parents),
      payload: renameReferences(payload, this.moved),
    }
  }

  #follow(parents: readonly Dot[]): Dot[] {
    const followed = new Map<string, Dot>()
    for (const parent of parents) {
      for (const dot of this.#instead.get(dotToString(parent)) ?? [parent]) followed.set(dotToString(dot), dot)
    }
    return [...followed.values()]
  }
}

/** What stands under the clocks of a write: entries, and nothing where their content was purged. */
function structsOf({ bytes, client }: OutboxRecord): readonly Struct[] {
  return decodeUpdate(bytes).blocks.get(client) ?? []
}

function isEmpty(struct: Struct): boolean {
  return !(struct instanceof Y.Item) || struct.content instanceof Y.ContentDeleted
}

function movedError(old: Dot, dot: Dot): SyncError {
  return new SyncError('damaged', `${dotToString(old)} would become ${dotToString(dot)}`, {
    hint: 'let the relay fill a new store',
  })
}
