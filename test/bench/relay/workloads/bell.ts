/** Wakes whoever waits for something to come: looking for it again and again would be time of the generator. */
export class Bell {
  #wake: (() => void) | null = null

  ring(): void {
    this.#wake?.()
    this.#wake = null
  }

  /** Resolves when it rings next; one waits at a time. */
  next(): Promise<void> {
    return new Promise(resolve => {
      this.#wake = resolve
    })
  }
}
