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

/** An observable whose value is computed when somebody looks, or once a microtask after it was marked as changed. */
export class ComputedObservable<T extends object> implements Observable<T> {
  #compute: () => T
  #value: T | undefined
  #stale = true
  #scheduled = false
  #listeners = new Set<(value: T) => void>()

  constructor(compute: () => T) {
    this.#compute = compute
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
    if (this.#scheduled) return
    this.#scheduled = true
    queueMicrotask(() => {
      this.#scheduled = false
      const value = this.value
      for (const listener of [...this.#listeners]) listener(value)
    })
  }
}
