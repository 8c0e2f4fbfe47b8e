/** How long turns of the event loop were, of those longer than 1 ms. */
export interface Turns {
  readonly count: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly longestMs: number
}

/** Has a turn of the event loop after every other, and notes how long those in between took by some clocks. */
export class LoopWatch<Clock extends string> {
  readonly #clocks: Record<Clock, () => number>
  readonly #turns: Record<Clock, number[]>
  readonly #last: Record<Clock, number>
  readonly #channel = new MessageChannel()
  #isStopped = false

  /** @param clocks each gives ms that never go back */
  constructor(clocks: Record<Clock, () => number>) {
    this.#clocks = clocks
    this.#turns = this.#each(() => [] as number[])
    this.#last = this.#each(name => clocks[name]())
    this.#channel.port1.onmessage = () => this.#tick()
    this.#channel.port2.postMessage(null)
  }

  stop(): Record<Clock, Turns> {
    this.#isStopped = true
    this.#channel.port1.close()
    return this.#each(name => turnsOf(this.#turns[name]))
  }

  #tick(): void {
    if (this.#isStopped) return
    for (const name of Object.keys(this.#clocks) as Clock[]) {
      const now = this.#clocks[name]()
      if (now - this.#last[name] > 1) this.#turns[name].push(now - this.#last[name])
      this.#last[name] = now
    }
    this.#channel.port2.postMessage(null)
  }

  #each<T>(make: (name: Clock) => T): Record<Clock, T> {
    const names = Object.keys(this.#clocks) as Clock[]
    return Object.fromEntries(names.map(name => [name, make(name)])) as Record<Clock, T>
  }
}

export function turnsOf(times: readonly number[]): Turns {
  const sorted = [...times].sort((one, other) => one - other)
  const at = (share: number) => Number((sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1))
  return { count: sorted.length, p50Ms: at(0.5), p99Ms: at(0.99), longestMs: at(1) }
}
