/** Who takes turns: one at a time, in the order in which they asked. */
export class Turns {
  #last: Promise<void> = Promise.resolve()

  /** Waits for a turn; what it resolves with ends it. */
  async take(): Promise<() => void> {
    const before = this.#last
    let end = () => {}
    this.#last = new Promise(resolve => {
      end = resolve
    })
    await before
    return end
  }
}
