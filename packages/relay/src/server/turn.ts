// A large room's state goes to the kernel at some 4 GB/s: fifty who join at once must not hold up all others for as long.
const sliceMs = 5

/** What holds messages until the turn ends. */
export interface Written {
  flush(): void
}

/**
 * The sockets written to in one turn of the loop; each gets one write to the kernel at the end of the turn. When that takes
 * long, the rest get theirs at the end of the next, with what was written to them meanwhile.
 */
export class Turn {
  readonly #atEnd: (run: () => void) => void
  readonly #now: () => number
  #written: Written[] = []

  /** @param atEnd calls back when the turn ends */
  constructor(atEnd: (run: () => void) => void = setImmediate, now: () => number = () => performance.now()) {
    this.#atEnd = atEnd
    this.#now = now
  }

  add(socket: Written): void {
    if (this.#written.length === 0) this.#atEnd(() => this.#end())
    this.#written.push(socket)
  }

  #end(): void {
    const written = this.#written
    this.#written = []
    const until = this.#now() + sliceMs
    let index = 0
    do written[index++]!.flush()
    while (index < written.length && this.#now() < until)
    if (index === written.length) return
    if (this.#written.length === 0) this.#atEnd(() => this.#end())
    this.#written = [...written.slice(index), ...this.#written]
  }
}
