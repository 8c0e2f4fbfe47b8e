import type { Memory, MemoryEvents } from '@commonplace/memory'

/** What a hook read last. The object stays the same until something else is read. */
export interface Reading<T> {
  /** The last answer; empty before the first. An error leaves it as it was. */
  readonly value: T
  /** False until the first answer, or error, is there. */
  readonly ready: boolean
  /** What the last reading failed with, as the verb of the memory rejected. */
  readonly error?: unknown
}

/** A question to a memory, by what tells two questions apart. */
export interface Question<T> {
  readonly memory: Memory
  /** Events after which the answer may be another. */
  readonly events: readonly (keyof MemoryEvents)[]
  readonly read: () => Promise<T>
}

/** The answer to the question it follows, read again when the memory changes; a store for `useSyncExternalStore`. */
export class LiveQuery<T> {
  /** The last reading and the question that it answers; another object when something was read. */
  answer: { readonly question?: Question<T>; readonly reading: Reading<T> }
  readonly #listeners = new Set<() => void>()

  constructor(empty: T) {
    this.answer = { reading: { value: empty, ready: false } }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * Asks now and after every event, one reading at a time: what changes meanwhile is read once more at the end.
   *
   * @returns the function that stops it; an answer on its way is dropped
   */
  follow(question: Question<T>): () => void {
    let wanted = true
    let isReading = false
    let isStale = false
    const ask = async () => {
      isStale = true
      if (isReading) return
      isReading = true
      while (wanted && isStale) {
        isStale = false
        const reading = await this.#read(question)
        if (wanted) this.#answer(question, reading)
      }
      isReading = false
    }
    const stops = question.events.map(event => question.memory.on(event, ask))
    void ask()
    return () => {
      wanted = false
      for (const stop of stops) stop()
    }
  }

  async #read(question: Question<T>): Promise<Reading<T>> {
    try {
      return { value: await question.read(), ready: true }
    } catch (error) {
      return { value: this.answer.reading.value, ready: true, error }
    }
  }

  #answer(question: Question<T>, reading: Reading<T>): void {
    this.answer = { question, reading }
    for (const listener of this.#listeners) listener()
  }
}
