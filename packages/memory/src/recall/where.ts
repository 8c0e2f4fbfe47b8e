/** What recall sends through Orama as `where`. */
export interface Where {
  and: [{ admits: (slot: number) => boolean }]
}

/**
 * The documents that recall's `where` admits: a set that is not listed but asked. Orama lists a set for every clause, so
 * that its cost follows the broadest one.
 *
 * @returns undefined when the `where` is not recall's own
 */
export function idsWhere(where: Where): Set<number> | undefined {
  const admits = where.and?.[0]?.admits
  return typeof admits === 'function' ? new AskedIds(admits) : undefined
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
