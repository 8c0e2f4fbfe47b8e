const tickMs = 250

/** The story's time: set by each step, and a little later at every look, so that what comes later is later. */
export class StageClock {
  readonly #day: string
  #now: number

  /** @param day `2026-11-20` */
  constructor(day: string, time: string) {
    this.#day = day
    this.#now = this.#at(time)
  }

  readonly now = (): number => {
    this.#now += tickMs
    return this.#now
  }

  /** @param time `13:52:10`; a time that has passed changes nothing */
  set(time: string): void {
    this.#now = Math.max(this.#now, this.#at(time))
  }

  #at(time: string): number {
    return Date.parse(`${this.#day}T${time}Z`)
  }
}
