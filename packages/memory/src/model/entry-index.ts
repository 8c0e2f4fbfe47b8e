import * as Y from 'yjs'
import { ancestryOf } from './ancestry'
import { compareDots, type Dot } from './dot'
import type { Entry } from './entry'
import { type EntryNode, nodeToEntry } from './entry-node'
import { EntryTable } from './entry-table'
import type { Lineage } from './lineage'
import type { Pause } from './pause'

/** The keys whose entries a transaction added or deleted, or wait no longer for a parent. */
export interface EntryChange {
  readonly keys: ReadonlySet<string>
}

/**
 * The entries of a document, by dot and by key, following its transactions: the cost follows the change, not the size.
 * Takes whatever others wrote and never throws on it; what is no entry is passed over.
 *
 * Keep the arrays of the document to entries: the index hands out copies, but reads the document's own values.
 */
export class EntryIndex {
  #doc: Y.Doc
  #table: EntryTable
  readonly #listeners = new Set<(change: EntryChange) => void>()
  readonly #follow = (transaction: Y.Transaction) => this.#apply(transaction)

  /** @param table what has been read of the document so far */
  constructor(doc: Y.Doc, table: EntryTable = readAll(doc)) {
    this.#doc = doc
    this.#table = table
    doc.on('afterTransaction', this.#follow)
  }

  /** An index of a document that may be large, made a step at a time; what is written meanwhile is in it. */
  static async read(doc: Y.Doc, pause: Pause | undefined): Promise<EntryIndex> {
    const table = new EntryTable()
    const index = new EntryIndex(doc, table)
    for (const client of [...doc.store.clients.keys()]) {
      const end = Y.getState(doc.store, client)
      for (let to = Math.min(step, end); ; to = Math.min(to + step, end)) {
        table.read(doc.store, new Map([[client, to]]))
        const turn = pause?.()
        if (turn) await turn
        if (to === end) break
      }
    }
    return index
  }

  /** Follows another document from now on, and reports the keys whose entries differ between the two. */
  attach(doc: Y.Doc): void {
    this.#doc.off('afterTransaction', this.#follow)
    const before = this.#table
    this.#doc = doc
    this.#table = readAll(doc)
    doc.on('afterTransaction', this.#follow)
    this.#report(differences(before, this.#table))
  }

  /** The entry at this dot; undefined when it is unknown, deleted, or no entry. */
  get(dot: Dot): Entry | undefined {
    const node = this.#table.at(dot.client, dot.clock)
    return node && nodeToEntry(node)
  }

  /** Whether the document has come to this dot, even if nothing stands there any more. */
  hasArrived(dot: Dot): boolean {
    return this.#table.hasRead(dot.client, dot.clock)
  }

  /** All present entries of a key, by dot. */
  entriesOf(key: string): Entry[] {
    return toEntries(this.#table.keys.nodesOf(key))
  }

  /** The present entries of a key that no present entry of the key names, by dot. Costs what the heads cost. */
  headsOf(key: string): Entry[] {
    return toEntries(this.#table.keys.headsOf(key))
  }

  /**
   * The present entries of a key that has many, to be judged from its heads; undefined where one may descend from itself.
   * Costs what the heads cost, unless its entries came in another order than they were written: then all are looked at, once.
   * To be used before the document changes.
   */
  lineageOf(key: string): Lineage | undefined {
    const { keys } = this.#table
    const check = () => ancestryOf(this.entriesOf(key)).looped.size === 0
    const whole = keys.soundOf(key, check)
    return (
      whole && {
        whole,
        all: () => this.entriesOf(key),
        heads: () => this.headsOf(key),
        childrenFirst: () => this.#childrenFirst(key),
      }
    )
  }

  /** Whether an entry of a key can name what it was made from. */
  mayRest(key: string): boolean {
    return this.#table.keys.mayRest(key)
  }

  /** How many present entries a key has. */
  countOf(key: string): number {
    return this.#table.keys.countOf(key)
  }

  /** Whether the key under which validators say what they found of this one has entries. */
  isValidated(key: string): boolean {
    return this.#table.keys.isValidated(key)
  }

  /** The keys that have entries, in no particular order. */
  keys(): IterableIterator<string> {
    return this.#table.keys.keys()
  }

  /** Those of the ledger among them. */
  ledgerKeys(): IterableIterator<string> {
    return this.#table.keys.ledgerKeys()
  }

  /** How many keys have entries, those of the ledger aside. */
  get keyCount(): number {
    return this.#table.keys.size - this.#table.keys.ledgerSize
  }

  /** How many entries are present, over all keys. */
  get size(): number {
    return this.#table.size
  }

  /**
   * Calls the listener once for each transaction that changed entries, before the document announces the update.
   * All listeners are called, then the first error any of them threw travels on to whoever changed the document.
   *
   * @returns the function that stops it
   */
  onChange(listener: (change: EntryChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Stops following the document. */
  destroy(): void {
    this.#doc.off('afterTransaction', this.#follow)
    this.#listeners.clear()
  }

  /** As `ancestryOf` sorts them (Kahn, 1962), with the counts that are kept anyway. */
  *#childrenFirst(key: string): Generator<Entry> {
    const line = [...this.#table.keys.headsOf(key)].sort(compareDots)
    const left = new Map<EntryNode, number>()
    for (const node of line) {
      yield nodeToEntry(node)
      for (const parent of this.#table.parentsOf(node)) {
        const children = (left.get(parent) ?? parent.superseders) - 1
        left.set(parent, children)
        if (children === 0) line.push(parent)
      }
    }
  }

  #apply(transaction: Y.Transaction): void {
    const keys = new Set<string>()
    for (const { raw } of this.#table.read(this.#doc.store, transaction.afterState)) keys.add(raw[0])
    for (const [client, ranges] of transaction.deleteSet.clients) {
      for (const { clock, len } of ranges) {
        for (const { raw } of this.#table.remove(client, clock, clock + len)) keys.add(raw[0])
      }
    }
    this.#report(keys)
  }

  #report(keys: ReadonlySet<string>): void {
    if (keys.size === 0) return
    const errors: unknown[] = []
    for (const listener of [...this.#listeners]) {
      try {
        listener({ keys })
      } catch (error) {
        errors.push(error)
      }
    }
    if (errors.length > 0) throw errors[0]
  }
}

/** Clocks that are read between two pauses: half a millisecond to one. */
const step = 512

function readAll(doc: Y.Doc): EntryTable {
  const table = new EntryTable()
  const clients = [...doc.store.clients.keys()]
  table.read(doc.store, new Map(clients.map(client => [client, Y.getState(doc.store, client)])))
  return table
}

function toEntries(nodes: readonly EntryNode[]): Entry[] {
  return [...nodes].sort(compareDots).map(nodeToEntry)
}

function differences(before: EntryTable, after: EntryTable): Set<string> {
  const keys = new Set<string>()
  for (const node of before.present()) if (!holds(after, node)) keys.add(node.raw[0])
  for (const node of after.present()) if (!holds(before, node)) keys.add(node.raw[0])
  return keys
}

function holds(table: EntryTable, { client, clock, raw }: EntryNode): boolean {
  const other = table.at(client, clock)?.raw
  if (other === undefined || other[0] !== raw[0] || other[2] !== raw[2]) return false
  return other[1].length === raw[1].length && other[1].every((part, i) => part === raw[1][i])
}
