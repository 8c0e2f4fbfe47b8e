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

/** A reading and the question that it answers. */
export interface Answer<T> {
  readonly question?: Question<T>
  readonly reading: Reading<T>
}

/** The answer to the question it follows, read again when the memory changes; a store for `useSyncExternalStore`. */
export class LiveQuery<T> {
  /** The last answer; another object when something was read. */
  answer: Answer<T>
  readonly #listeners = new Set<() => void>()
  readonly #empty: T
  readonly #keeps: boolean

  /**
   * @param empty the value before the first answer
   * @param keeps whether the answer to an older question to the same memory is shown until the next one is there
   */
  constructor(empty: T, keeps = false) {
    this.#empty = empty
    this.#keeps = keeps
    this.answer = { reading: { value: empty, ready: false } }
  }

  /** Whether an answer may be shown to who asks this: never what another memory gave, whose user may be another. */
  suits({ question: answered }: Answer<T>, question: Question<T>): boolean {
    return answered === question || (this.#keeps && answered?.memory === question.memory)
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
      const last = this.suits(this.answer, question) ? this.answer.reading.value : this.#empty
      return { value: last, ready: true, error }
    }
  }

  #answer(question: Question<T>, reading: Reading<T>): void {
    this.answer = { question, reading }
    for (const listener of this.#listeners) listener()
  }
}
