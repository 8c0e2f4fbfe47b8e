/** When a lease is over at the latest, as its holder must see it: counted from when the relay was asked. */
export class LeaseDeadline {
  isOver = false
  #onOver = () => {}
  readonly #cancel: () => void

  /** @param later calls back after so many ms; returns the function that calls it off */
  constructor(ttlMs: number, later: (ms: number, callback: () => void) => () => void) {
    this.#cancel = later(ttlMs, () => {
      this.isOver = true
      this.#onOver()
    })
  }

  /** From now on somebody wants to hear of it. */
  follow(onOver: () => void): void {
    this.#onOver = onOver
  }

  cancel(): void {
    this.#onOver = () => {}
    this.#cancel()
  }
}
