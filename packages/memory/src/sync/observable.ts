/** A value that changes: read it, or be told. */
export interface Observable<T> {
  /** The present value, frozen. */
  readonly value: T
  /**
   * Tells the listener the present value now and every later one, at most once a microtask.
   *
   * @returns the function that stops listening
   */
  subscribe(listener: (value: T) => void): () => void
}

/** An observable whose value is computed when somebody looks, or, for who listens, soon after it was marked as changed. */
export class ComputedObservable<T extends object> implements Observable<T> {
  readonly #compute: () => T
  readonly #soon: (tell: () => void) => void
  #value: T | undefined
  #stale = true
  #scheduled = false
  #listeners = new Set<(value: T) => void>()

  /** @param soon calls back when listeners are to be told: a microtask later when left out */
  constructor(compute: () => T, soon: (tell: () => void) => void = tell => queueMicrotask(tell)) {
    this.#compute = compute
    this.#soon = soon
  }

  get value(): T {
    if (this.#stale) {
      this.#stale = false
      this.#value = Object.freeze(this.#compute())
    }
    return this.#value!
  }

  subscribe(listener: (value: T) => void): () => void {
    const own = (value: T) => listener(value)
    this.#listeners.add(own)
    own(this.value)
    return () => this.#listeners.delete(own)
  }

  /** Says that the value may have changed. */
  touch(): void {
    this.#stale = true
    // Made for nobody, the status of many spaces would be most of what a write costs.
    if (this.#scheduled || this.#listeners.size === 0) return
    this.#scheduled = true
    this.#soon(() => {
      this.#scheduled = false
      const { value } = this
      for (const listener of [...this.#listeners]) listener(value)
    })
  }
}
