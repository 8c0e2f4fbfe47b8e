/** Functions that want to hear of something. */
export class Listeners<T> {
  readonly #all = new Set<(event: T) => void>()

  /** @returns the function that stops listening */
  add(listener: (event: T) => void): () => void {
    const own = (event: T) => listener(event)
    this.#all.add(own)
    return () => this.#all.delete(own)
  }

  emit(event: T): void {
    for (const listener of [...this.#all]) listener(event)
  }
}
