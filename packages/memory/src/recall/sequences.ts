import { type Indexed, momentOf } from './indexed'

/**
 * The order of records within their runs. Records of one run in one space are each other's context, in the order in which
 * they were first written: what a record says of another time, or an edit, does not move it among the others. A record without
 * a run stands alone: neighbours guessed by time would help where they belong together (12 points of recall@10 on
 * conversations) and harm where they do not (7 points when shuffled), so runs have to be said.
 */
export class Sequences {
  readonly #records: readonly (Indexed | undefined)[]
  readonly #runs = new Map<string, number[]>()
  readonly #runBySlot: (number[] | undefined)[] = []
  readonly #places: number[] = []

  /** @param records by slot; read while ordering, so a record must be there before its slot is added */
  constructor(records: readonly (Indexed | undefined)[]) {
    this.#records = records
  }

  add(slot: number): void {
    const key = runKey(this.#records[slot]!)
    if (key === undefined) return
    const run = this.#runs.get(key) ?? []
    if (run.length === 0) this.#runs.set(key, run)
    const place = this.#placeFor(run, slot)
    run.splice(place, 0, slot)
    this.#runBySlot[slot] = run
    this.#number(run, place)
  }

  remove(slot: number): void {
    const run = this.#runBySlot[slot]
    if (run === undefined) return
    const place = this.#places[slot]!
    run.splice(place, 1)
    this.#runBySlot[slot] = undefined
    this.#number(run, place)
    if (run.length === 0) this.#runs.delete(runKey(this.#records[slot]!)!)
  }

  /** The slots of the run a slot belongs to, in order; undefined for one that stands alone. */
  runOf(slot: number): readonly number[] | undefined {
    const run = this.#runBySlot[slot]
    return run === undefined || run.length === 1 ? undefined : run
  }

  /** Where in its run a slot is. */
  placeOf(slot: number): number {
    return this.#places[slot]!
  }

  #number(run: readonly number[], from: number): void {
    for (let place = from; place < run.length; place++) this.#places[run[place]!] = place
  }

  /** The first place in the run whose record does not come before this slot's. */
  #placeFor(run: readonly number[], slot: number): number {
    const record = this.#records[slot]!
    let low = 0
    let high = run.length
    if (high > 0 && saidFirst(this.#records[run[high - 1]!]!, record) < 0) return high
    while (low < high) {
      const middle = (low + high) >> 1
      if (saidFirst(this.#records[run[middle]!]!, record) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}

function runKey({ space, run }: Indexed): string | undefined {
  return run === undefined ? undefined : `${space.length}:${space}${run}`
}

/** By when the first version was written, then by id: the same on every replica. */
export function saidFirst(one: Indexed, other: Indexed): number {
  const [sequence, otherSequence] = [one, other].map(each =>
    each.placeTime === undefined ? each.sequence : each.placeSequence,
  )
  return (
    (one.placeTime ?? one.time) - (other.placeTime ?? other.time) ||
    (sequence ?? 0) - (otherSequence ?? 0) ||
    (one.id < other.id ? -1 : one.id > other.id ? 1 : 0)
  )
}

/** By the time of their matter, then by id: the same on every replica. */
export function earlierFirst(one: Indexed, other: Indexed): number {
  return (
    momentOf(one) - momentOf(other) ||
    (one.sequence ?? 0) - (other.sequence ?? 0) ||
    (one.id < other.id ? -1 : one.id > other.id ? 1 : 0)
  )
}
