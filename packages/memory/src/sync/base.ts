import {
  addToDeletes,
  addToVector,
  type DeleteSet,
  minusRanges,
  type StateVector,
  type UpdateDescription,
} from '@commonplace/protocol'
import type * as Y from 'yjs'
import { deletesOf } from '../model/document-deletes'
import { vectorOf } from '../model/document-vector'

/** One stored update of the base: its place in the order, and its size in bytes. */
export interface BasePiece {
  readonly number: number
  readonly bytes: number
}

/**
 * What the relay gave or acknowledged, as a ledger: the updates themselves are on disk, and in the live document
 * together with what is not acknowledged.
 */
export class Base {
  readonly vector: StateVector = new Map()
  readonly deletes: DeleteSet = new Map()
  /** in the order of their numbers */
  readonly pieces: BasePiece[] = []

  get nextNumber(): number {
    return (this.pieces.at(-1)?.number ?? 0) + 1
  }

  /** Takes what a document holds that nothing but the stored pieces was applied to. */
  measure(doc: Y.Doc): void {
    this.vector.clear()
    this.deletes.clear()
    for (const [client, clock] of vectorOf(doc)) this.vector.set(client, clock)
    for (const [client, ranges] of deletesOf(doc)) this.deletes.set(client, ranges)
  }

  /** Whether an update deletes what the pieces hold and nothing had deleted before. */
  loses({ deletes }: UpdateDescription): boolean {
    return [...deletes].some(([client, ranges]) => {
      const held = this.vector.get(client) ?? 0
      const known = this.deletes.get(client) ?? []
      return ranges.some(range => minusRanges(range, known).some(([from]) => from < held))
    })
  }

  /** Whether an update brings something that is known to be deleted. */
  bringsDeleted({ from }: UpdateDescription): boolean {
    return [...from].some(([client, clock]) => (this.deletes.get(client)?.at(-1)?.[1] ?? 0) > clock)
  }

  /** Counts an update that becomes part of the base. */
  add(description: UpdateDescription): void {
    addToVector(this.vector, description)
    addToDeletes(this.deletes, description.deletes)
  }
}
