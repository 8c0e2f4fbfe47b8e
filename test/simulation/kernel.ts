import { crc32 } from 'node:zlib'

/** Something that will happen; `cancel` makes that it does not. */
export interface Happening {
  cancel(): void
}

interface Event {
  readonly at: number
  readonly n: number
  readonly isIdle: boolean
  run: (() => void) | null
}

const isEarlier = (a: Event, b: Event): boolean => a.at < b.at || (a.at === b.at && a.n < b.n)

/** Lets everything happen that waits for nothing but promises: Node runs its ticks when no promise is left to go on. */
const settle = (): Promise<void> => new Promise(resolve => process.nextTick(resolve))

/** Virtual time: one thing happens after the other, and everything that follows from it at once happens before the next. */
export class Kernel {
  /** ms */
  now = 0
  /** events so far */
  steps = 0
  /** of everything that happened, in its order */
  trace = 0
  /** events to come, timers of waiting processes aside */
  busy = 0
  readonly #heap: Event[] = []
  #count = 0

  /** @param isIdle a process waits: nothing is under way because of it */
  after(ms: number, run: () => void, isIdle = false): Happening {
    const event: Event = { at: this.now + ms, n: ++this.#count, isIdle, run }
    if (!isIdle) this.busy++
    this.#push(event)
    return {
      cancel: () => {
        if (event.run && !isIdle) this.busy--
        event.run = null
      },
    }
  }

  /** Adds to the trace. */
  note(what: string, bytes?: Uint8Array): void {
    this.trace = crc32(`${this.now} ${what}`, this.trace)
    if (bytes) this.trace = crc32(bytes, this.trace)
  }

  /** @returns whether there was anything left to happen */
  async step(): Promise<boolean> {
    let event = this.#pop()
    while (event && !event.run) event = this.#pop()
    if (!event) return false
    const run = event.run!
    event.run = null
    if (!event.isIdle) this.busy--
    this.now = event.at
    this.steps++
    run()
    await settle()
    return true
  }

  #push(event: Event): void {
    const heap = this.#heap
    let index = heap.push(event) - 1
    while (index > 0) {
      const above = (index - 1) >> 1
      if (!isEarlier(event, heap[above]!)) break
      heap[index] = heap[above]!
      index = above
    }
    heap[index] = event
  }

  #pop(): Event | undefined {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (!first || heap.length === 0) return first
    let index = 0
    for (;;) {
      let below = 2 * index + 1
      if (below >= heap.length) break
      if (below + 1 < heap.length && isEarlier(heap[below + 1]!, heap[below]!)) below++
      if (!isEarlier(heap[below]!, last!)) break
      heap[index] = heap[below]!
      index = below
    }
    heap[index] = last!
    return first
  }
}
