import type { Observable } from './memory-face'

/** Runs a callback a little later. */
export type Later = (callback: () => void) => void

/**
 * An observable as a page draws it. A change is told at once, so that a switch shows what it did, and of those that follow it
 * closely the last one, a little later.
 */
export class Paced<T> implements Observable<T> {
  value: T
  private readonly source: Observable<T>
  private readonly later: Later
  private readonly listeners = new Set<(value: T) => void>()
  private stop: (() => void) | undefined
  private told = false
  private changed = false

  constructor(source: Observable<T>, later: Later) {
    this.source = source
    this.later = later
    this.value = source.value
  }

  subscribe(listener: (value: T) => void): () => void {
    this.listeners.add(listener)
    this.stop ??= this.source.subscribe(() => this.hear())
    return () => {
      this.listeners.delete(listener)
      if (this.listeners.size > 0) return
      this.stop?.()
      this.stop = undefined
    }
  }

  private hear(): void {
    this.changed = true
    if (!this.told) this.tell()
  }

  private tell(): void {
    this.told = true
    this.changed = false
    this.value = this.source.value
    this.later(() => {
      this.told = false
      if (this.changed) this.tell()
    })
    for (const listener of [...this.listeners]) listener(this.value)
  }
}

/** Runs what was put off for the same moment in one go, so that a page renders once for all of it. */
export function together(later: Later): Later {
  let waiting: (() => void)[] = []
  return callback => {
    waiting.push(callback)
    if (waiting.length > 1) return
    later(() => {
      const due = waiting
      waiting = []
      for (const each of due) each()
    })
  }
}
