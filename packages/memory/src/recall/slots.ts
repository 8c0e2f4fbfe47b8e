/**
 * Small numbers for ids, counted from 1 and used again, so that arrays by slot (and Orama, which never forgets an id) grow
 * with the most that was ever present at once and not with all that ever came.
 */
export class Slots {
  readonly #byId = new Map<string, number>()
  readonly #free: number[] = []

  get size(): number {
    return this.#byId.size
  }

  of(id: string): number | undefined {
    return this.#byId.get(id)
  }

  /** @param id one that has no slot */
  take(id: string): number {
    const slot = this.#free.pop() ?? this.#byId.size + 1
    this.#byId.set(id, slot)
    return slot
  }

  /** A slot above all that were ever taken. @param id one that has none */
  takeNew(id: string): number {
    const slot = this.#byId.size + this.#free.length + 1
    this.#byId.set(id, slot)
    return slot
  }

  /** How many slots are free below those that are taken. */
  get freed(): number {
    return this.#free.length
  }

  /** @param id one that has a slot */
  giveBack(id: string): void {
    this.#free.push(this.#byId.get(id)!)
    this.#byId.delete(id)
  }
}
