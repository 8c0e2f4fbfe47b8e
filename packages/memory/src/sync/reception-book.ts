import { type Reception, receptionWindowMs } from '@commonplace/protocol'

interface Line {
  readonly clocks: number[]
  readonly windows: number[]
}

/** When a relay received what, by client id: windows in the order of their clocks. */
export class ReceptionBook {
  readonly #lines = new Map<number, Line>()

  /** @returns whether it was not known */
  add({ client, clock, window }: Reception): boolean {
    let line = this.#lines.get(client)
    if (line === undefined) {
      line = { clocks: [], windows: [] }
      this.#lines.set(client, line)
    }
    const at = this.#lastAt(line, clock)
    if (line.clocks[at] === clock) return false
    line.clocks.splice(at + 1, 0, clock)
    line.windows.splice(at + 1, 0, window)
    return true
  }

  /** The end of the window in which this clock of a client id was received, ms since 1970, if it was. */
  at(client: number, clock: number): number | undefined {
    const line = this.#lines.get(client)
    const window = line?.windows[this.#lastAt(line, clock)]
    return window === undefined ? undefined : window * receptionWindowMs
  }

  clear(): void {
    this.#lines.clear()
  }

  /** Where the last reception begins that covers a clock; -1 where none does. Mostly it is the last of all. */
  #lastAt({ clocks }: Line, clock: number): number {
    let low = -1
    let high = clocks.length - 1
    if (high >= 0 && clocks[high]! <= clock) return high
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (clocks[middle]! <= clock) low = middle
      else high = middle - 1
    }
    return low
  }
}
