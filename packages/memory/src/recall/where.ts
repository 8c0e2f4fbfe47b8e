/** What recall sends through Orama as `where`. */
export interface Where {
  and: [{ admits: (slot: number) => boolean }]
}

/**
 * The documents that recall's `where` admits: a set that is not listed but asked. Orama lists a set for every clause, so
 * that its cost follows the broadest one.
 */
export function idsWhere(where: Where): Set<number> {
  return new AskedIds(where.and[0].admits)
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
