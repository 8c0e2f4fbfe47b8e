import { type DeleteSet, minusRanges, type Range, type StateVector } from '@commonplace/protocol'
import * as Y from 'yjs'

/** Given, since one drawn at random costs a document more than most of what these rooms do with it. */
const guid = 'room'

const clockOf = (vector: StateVector, client: number): number => vector.get(client) ?? 0

const vectorOf = (doc: Y.Doc): StateVector => Y.decodeStateVector(Y.encodeStateVector(doc))

function deletesOf(doc: Y.Doc): DeleteSet {
  const deletes: DeleteSet = new Map()
  for (const [client, ranges] of Y.createDeleteSetFromStructStore(doc.store).clients) {
    deletes.set(
      client,
      ranges.map(({ clock, len }): Range => [clock, clock + len]),
    )
  }
  return deletes
}

const isPending = (doc: Y.Doc): boolean => doc.store.pendingStructs !== null || doc.store.pendingDs !== null

function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc({ guid, gc: doc.gc })
  copy.clientID = 1
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}

/** What a full document makes of an update: the truth that the guard is held to. */
export interface Outcome {
  readonly doc: Y.Doc
  readonly state: Uint8Array
  readonly vector: StateVector
  /** nothing thrown, nothing pending, nothing of others added or deleted */
  readonly isFine: boolean
}

/** A room as one whole Yjs document, which the guard must agree with although it holds none. */
export class ReferenceRoom {
  doc: Y.Doc

  constructor(gc: boolean) {
    this.doc = new Y.Doc({ guid, gc })
    this.doc.clientID = 1
  }

  /** What would become of the document, which stays as it is. */
  try(update: Uint8Array, mayWrite: (client: number) => boolean, deletesAll: boolean): Outcome {
    const before = vectorOf(this.doc)
    const deletedBefore = deletesOf(this.doc)
    const doc = copyOf(this.doc)
    let hasThrown = false
    try {
      Y.applyUpdate(doc, update)
    } catch {
      hasThrown = true
    }
    const vector = vectorOf(doc)
    const addsForeign = [...vector].some(([client, clock]) => clock > clockOf(before, client) && !mayWrite(client))
    const deletesForeign = [...deletesOf(doc)].some(
      ([client, ranges]) =>
        !mayWrite(client) &&
        ranges.some(([from, to]) => {
          const known: Range = [from, Math.min(to, clockOf(before, client))]
          return known[0] < known[1] && minusRanges(known, deletedBefore.get(client) ?? []).length > 0
        }),
    )
    const isFine = !hasThrown && !isPending(doc) && !addsForeign && (deletesAll || !deletesForeign)
    return { doc, state: Y.encodeStateAsUpdate(doc), vector, isFine }
  }

  take(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update)
  }

  /** As a relay that compacts through a document: garbage is collected. */
  compact(): void {
    const doc = new Y.Doc({ guid })
    doc.clientID = 1
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(this.doc))
    this.doc = doc
  }
}

/** Replays a log into an empty document; false when anything stays pending on the way. */
export function replaysWithoutGap(log: readonly Uint8Array[]): Y.Doc | null {
  const doc = new Y.Doc({ guid })
  doc.clientID = 1
  for (const update of log) {
    Y.applyUpdate(doc, update)
    if (isPending(doc)) return null
  }
  return doc
}
