import * as Y from 'yjs'
import type { Dot } from './dot'
import { entryToRaw, faultOf, type NewEntry, type RawEntry } from './entry'
import { entriesPerArray, placeOf } from './entry-place'
import { ModelError } from './model-error'
import { utf8Length } from './record-limits'

/** What a write left behind: the update that carries it, and the dots of its entries in their order. */
export interface Written {
  readonly update: Uint8Array
  readonly dots: Dot[]
}

/**
 * Appends entries under a client id, in one transaction.
 *
 * @param client the writer's id; becomes `doc.clientID`, because Yjs swaps ids when it sees one of its own from outside
 * @throws ModelError `invalid-field` for an entry that readers would pass over, `incomplete-document` when the document
 * waits for earlier entries of this very writer, `busy-document` inside another transaction or its listeners
 */
export function appendEntries(doc: Y.Doc, client: number, entries: readonly NewEntry[], origin?: unknown): Written {
  const [written] = appendWithin(Number.POSITIVE_INFINITY, doc, client, entries, origin)
  return written ?? { update: new Uint8Array([0, 0]), dots: [] }
}

/**
 * Appends entries as {@link appendEntries} does, in as many transactions as it takes for each update to have so many bytes at
 * most; one entry that is larger has an update of its own. All are checked before the first is written.
 *
 * @returns what each transaction left, and which entry was its first
 */
export function appendWithin(
  maxBytes: number,
  doc: Y.Doc,
  client: number,
  entries: readonly NewEntry[],
  origin?: unknown,
): (Written & { readonly from: number })[] {
  const start = nextClock(doc, client)
  const raws = entries.map((entry, i) => toCheckedRaw(entry, client, start + i))
  return runsWithin(maxBytes, raws).map(([first, end]) => {
    const update = capture(doc, origin, () => {
      doc.clientID = client
      for (const [from, to] of slices(start + first, end - first)) {
        doc.getArray(placeOf(client, from)).push(raws.slice(from - start, to - start))
      }
    })!
    const dots = raws.slice(first, end).map((_, i) => ({ client, clock: start + first + i }))
    return { update, dots, from: first }
  })
}

/** Where the next entry of this writer will stand. */
export function nextDot(doc: Y.Doc, client: number): Dot {
  return { client, clock: Y.getState(doc.store, client) }
}

/**
 * Uses up `length` clocks without an entry: items deleted in the transaction that makes them.
 * Stands in for a refused write, so that later entries of the writer keep their dots.
 *
 * @throws ModelError as {@link appendEntries}
 */
export function appendHole(doc: Y.Doc, client: number, length: number, origin?: unknown): Uint8Array {
  if (!Number.isSafeInteger(length) || length < 1) {
    throw new ModelError('invalid-field', `no hole has ${length} clocks`, { hint: 'give one or more' })
  }
  const start = nextClock(doc, client)
  return capture(doc, origin, () => {
    doc.clientID = client
    for (const [from, to] of slices(start, length)) {
      const array = doc.getArray(placeOf(client, from))
      const at = array.length
      array.push(new Array(to - from).fill(0))
      array.delete(at, to - from)
    }
  })!
}

/**
 * Deletes entries, whoever wrote them; dots that are unknown or deleted already are passed over.
 *
 * @returns the update, or null when nothing was there to delete
 * @throws ModelError `busy-document` inside another transaction or its listeners
 */
export function deleteEntries(doc: Y.Doc, dots: Iterable<Dot>, origin?: unknown): Uint8Array | null {
  return capture(doc, origin, transaction => {
    for (const { client, clock } of dots) {
      if (!(clock < Y.getState(doc.store, client))) continue
      const id = Y.createID(client, clock)
      const item = Y.getItem(doc.store, id)
      if (!(item instanceof Y.Item) || item.deleted) continue
      Y.getItemCleanStart(transaction, id)
      Y.getItemCleanEnd(transaction, doc.store, id).delete(transaction)
    }
  })
}

/** What stands around the texts of an entry, and around all of a run, at most. */
const [entryBytes, numberBytes, runBytes] = [64, 9, 256]

function runsWithin(maxBytes: number, raws: readonly RawEntry[]): [first: number, end: number][] {
  const runs: [number, number][] = []
  let room = -1
  for (const [at, [key, parents, payload]] of raws.entries()) {
    const bytes = entryBytes + utf8Length(key) + parents.length * numberBytes + utf8Length(payload)
    if (bytes > room) {
      runs.push([at, at])
      room = maxBytes - runBytes
    }
    room -= bytes
    runs.at(-1)![1] = at + 1
  }
  return runs
}

function nextClock(doc: Y.Doc, client: number): number {
  const pending = doc.store.pendingStructs
  const clock = Y.getState(doc.store, client)
  if (pending !== null && (Y.parseUpdateMetaV2(pending.update).to.get(client) ?? 0) > clock) {
    throw new ModelError('incomplete-document', `writer ${client.toString(36)} wrote more than is here`, {
      hint: 'wait for the rest, or write under a fresh client id',
    })
  }
  return clock
}

function toCheckedRaw(entry: NewEntry, client: number, clock: number): RawEntry {
  const raw = entryToRaw(entry)
  const fault = faultOf(raw, client, clock)
  if (fault === undefined) return raw
  throw new ModelError('invalid-field', `an entry of key ${JSON.stringify(entry.key)} cannot be written: ${fault}`, {
    hint: 'readers would pass it over',
  })
}

/** The clocks from `start` on, cut where the next array begins. */
function* slices(start: number, length: number): Generator<readonly [from: number, to: number]> {
  for (let from = start; from < start + length; ) {
    const to = Math.min(start + length, (Math.floor(from / entriesPerArray) + 1) * entriesPerArray)
    yield [from, to]
    from = to
  }
}

function capture(doc: Y.Doc, origin: unknown, change: (transaction: Y.Transaction) => void): Uint8Array | null {
  if (doc._transaction !== null || doc._transactionCleanups.length > 0) {
    throw new ModelError('busy-document', 'the document is announcing a change', {
      hint: 'write in a microtask',
    })
  }
  let own: Y.Transaction | undefined
  let captured: Uint8Array | null = null
  const listen = (update: Uint8Array, _origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) => {
    if (transaction === own) captured = update
  }
  doc.on('update', listen)
  try {
    doc.transact(transaction => {
      own = transaction
      change(transaction)
    }, origin)
  } finally {
    doc.off('update', listen)
  }
  return captured
}
