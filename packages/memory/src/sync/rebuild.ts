import { mergeUpdates, type RefusalParts } from '@commonplace/protocol'
import * as Y from 'yjs'
import {
  appendEntries,
  appendHole,
  type Dot,
  deleteEntries,
  dotToString,
  type Entry,
  nextDot,
  readKey,
  recordKey,
  sameDot,
} from '../model'
import { applyAll } from './apply'
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
  /** deletions of what is not there any more: nothing is left to do */
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
    if (record.entries.length > 0 && !refusalOf(record)) lastAppend.set(record.client, i)
  }
  for (const [i, record] of outbox.entries()) {
    if (i < from) continue
    const refusal = refusalOf(record)
    // Where nobody writes on, a hole would only hide what somebody else may have written there.
    const needsHole = record.client === input.client || (lastAppend.get(record.client) ?? -1) > i
    if (refusal) rewriter.park(record, refusal, needsHole)
    else if (record.entries.length > 0) rewriter.append(record)
    else rewriter.remove(record)
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

class Rewriter {
  readonly #doc: Y.Doc
  readonly #client: number
  readonly #isRenewing: boolean
  readonly #outbox: OutboxRecord[]
  readonly #parked: ParkedRecord[] = []
  readonly #dropped: ParkedRecord[] = []
  readonly #done: OutboxRecord[] = []
  /** holes that wait for the next write of their client; `fresh` ones come before `old` ones */
  readonly #freshHoles = new Map<number, Uint8Array[]>()
  readonly #oldHoles: ReadonlyMap<number, Uint8Array>
  /** refused dot → the parents it had, moved dot → its new name */
  readonly #instead = new Map<string, readonly Dot[]>()
  readonly #moved = new Map<string, Dot>()

  constructor({ doc, client, cause, holes, randomClientId }: RebuildInput, keep: readonly OutboxRecord[]) {
    this.#doc = doc
    this.#isRenewing = cause.kind === 'renew'
    this.#client = this.#isRenewing ? randomClientId() : client
    this.#outbox = [...keep]
    // Nobody writes under the old id again, so nobody needs its hole.
    this.#oldHoles = this.#isRenewing ? new Map() : holes
  }

  park(record: OutboxRecord, { code, message, value }: RefusalParts, needsHole: boolean): void {
    this.#parked.push({ record, code, message, value })
    for (const { dot, parents } of record.entries) this.#instead.set(dotToString(dot), this.#follow(parents))
    if (record.entries.length === 0 || !needsHole) return
    this.#fill(record.hole)
    const hole = appendHole(this.#doc, record.client, record.entries.length)
    const fresh = this.#freshHoles.get(record.client) ?? []
    this.#freshHoles.set(record.client, [...fresh, ...(record.hole ? [record.hole] : []), hole])
  }

  append(record: OutboxRecord): void {
    const client = this.#isRenewing ? this.#client : record.client
    const first = nextDot(this.#doc, client)
    const entries = record.entries.map((entry, i) => {
      const dot = { client, clock: first.clock + i }
      const payload = renameReferences(entry.payload, this.#moved)
      return { ...entry, key: this.#followKey(entry, dot), parents: this.#follow(entry.parents), payload }
    })
    if (!this.#isRenewing) this.#fill(record.hole)
    const { update, dots } = appendEntries(this.#doc, client, entries)
    for (const [i, dot] of dots.entries()) {
      const old = record.entries[i]!.dot
      if (sameDot(old, dot)) continue
      if (!this.#isRenewing) throw movedError(old, dot)
      this.#instead.set(dotToString(old), [dot])
      this.#moved.set(dotToString(old), dot)
    }
    const holes = this.#isRenewing ? [] : (this.#freshHoles.get(client) ?? [])
    if (!this.#isRenewing && record.hole) holes.push(record.hole)
    this.#freshHoles.delete(client)
    this.#outbox.push(
      withUpdate({
        ...record,
        client,
        entries: entries.map((entry, i) => ({ ...entry, dot: dots[i]! })),
        hole: holes.length > 0 ? mergeUpdates(holes) : null,
        bytes: update,
      }),
    )
  }

  remove(record: OutboxRecord): void {
    if (record.isCompaction) {
      const message = 'the write this compaction rested on was refused'
      this.#dropped.push({ record, code: 'dropped', message, value: 0 })
      return
    }
    const removes = record.removes.map(dot => this.#moved.get(dotToString(dot)) ?? dot)
    const bytes = deleteEntries(this.#doc, removes)
    // A deletion goes out under any id: the old one may be somebody else's for good.
    const client = this.#isRenewing ? this.#client : record.client
    if (bytes) this.#outbox.push(withUpdate({ ...record, client, removes, hole: null, bytes }))
    else this.#done.push(record)
  }

  finish(): Rebuilt {
    const old = this.#oldHoles.get(this.#client)
    this.#fill(old)
    const waiting = [...(this.#freshHoles.get(this.#client) ?? []), ...(old ? [old] : [])]
    const holes = new Map(waiting.length > 0 ? [[this.#client, mergeUpdates(waiting)]] : [])
    return {
      doc: this.#doc,
      client: this.#client,
      outbox: this.#outbox,
      parked: this.#parked,
      dropped: this.#dropped,
      done: this.#done,
      holes,
      moved: this.#moved,
    }
  }

  #fill(hole: Uint8Array | null | undefined): void {
    if (!hole) return
    // Yjs takes it for somebody else's when it comes under the id that was written with last.
    this.#doc.clientID = 0
    Y.applyUpdate(this.#doc, hole)
  }

  /** A record is named by the dot of its first version: where that moves, so does the name. */
  #followKey(entry: Entry, dot: Dot): string {
    const name = readKey(entry.key)
    if (name?.type !== 'record') return entry.key
    const moved = sameDot(name.dot, entry.dot) ? dot : this.#moved.get(dotToString(name.dot))
    return moved ? recordKey(moved) : entry.key
  }

  #follow(parents: readonly Dot[]): Dot[] {
    const followed = new Map<string, Dot>()
    for (const parent of parents) {
      for (const dot of this.#instead.get(dotToString(parent)) ?? [parent]) followed.set(dotToString(dot), dot)
    }
    return [...followed.values()]
  }
}

function movedError(old: Dot, dot: Dot): SyncError {
  return new SyncError('damaged', `the entry ${dotToString(old)} would become ${dotToString(dot)}`, {
    hint: 'let the relay fill a new store',
  })
}
