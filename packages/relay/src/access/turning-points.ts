import type { PolicyEntry } from '@commonplace/protocol'

/** A time at which a line of a tenant's log begins or ceases to count. */
export interface TurningPoint {
  readonly at: number
  readonly tenant: string
  readonly entry: PolicyEntry
}

/** The times to come at which rights change by themselves, in order. */
export class TurningPoints {
  readonly #points: TurningPoint[] = []

  /** The next one, in ms since 1970. */
  get next(): number {
    return this.#points[0]?.at ?? Number.POSITIVE_INFINITY
  }

  /** Notes the times of a line that lie after now. */
  add(tenant: string, entry: PolicyEntry, now: number): void {
    const { from, until } = entry.statement
    for (const at of [from, until]) if (at !== undefined && at > now) this.#insert({ at, tenant, entry })
  }

  /** Takes those that have come. */
  take(now: number): TurningPoint[] {
    const first = this.#points.findIndex(({ at }) => at > now)
    return this.#points.splice(0, first === -1 ? this.#points.length : first)
  }

  #insert(point: TurningPoint): void {
    let low = 0
    let high = this.#points.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#points[middle]!.at <= point.at) low = middle + 1
      else high = middle
    }
    this.#points.splice(low, 0, point)
  }
}
