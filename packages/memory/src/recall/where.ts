import type { components } from '@orama/orama'

/** What recall sends through Orama as `where`: one `and` list, whose first clause decides and whose others narrow. */
export interface Where {
  and: [{ admits: (slot: number) => boolean }, ...EnumClause[]]
}

/** Any of these values in an enum field (`in`), or in one that holds several (`containsAny`). */
export type EnumClause = Record<string, { in: readonly string[] } | { containsAny: readonly string[] }>

/** Buckets up to this size are walked; above it, asking each matching document is cheaper (measured at 100,000). */
const smallBucket = 1_000

/**
 * The documents a `where` admits: as a set if one of its enum clauses has a small bucket, else as a set that is not
 * listed but asked. Orama builds a set for every clause, so that its cost follows the broadest one.
 *
 * @returns undefined when the `where` is not recall's own
 */
export function idsWhere(store: components.index.Index, where: Where): Set<number> | undefined {
  const admits = where.and?.[0]?.admits
  if (typeof admits !== 'function') return undefined
  let smallest: { size: number; buckets: Set<number>[] } | undefined
  for (const clause of where.and.slice(1) as EnumClause[]) {
    const buckets = bucketsOf(store, clause)
    const size = buckets.reduce((sum, bucket) => sum + bucket.size, 0)
    if (smallest === undefined || size < smallest.size) smallest = { size, buckets }
  }
  if (smallest === undefined || smallest.size > smallBucket) return new AskedIds(admits)
  const ids = new Set<number>()
  for (const bucket of smallest.buckets) for (const id of bucket) if (admits(id)) ids.add(id)
  return ids
}

function bucketsOf(store: components.index.Index, clause: EnumClause): Set<number>[] {
  const [[field, operation]] = Object.entries(clause) as [[string, EnumClause[string]]]
  const tree = store.indexes[field]
  if (tree?.type !== 'Flat') throw new Error(`field "${field}" is not an enum of this index`)
  const values = 'in' in operation ? operation.in : operation.containsAny
  return values.map(value => tree.node.numberToDocumentId.get(value)).filter(bucket => bucket !== undefined)
}

class AskedIds extends Set<number> {
  readonly #admits: (id: number) => boolean

  constructor(admits: (id: number) => boolean) {
    super()
    this.#admits = admits
  }

  override has(id: number): boolean {
    return this.#admits(id)
  }
}
