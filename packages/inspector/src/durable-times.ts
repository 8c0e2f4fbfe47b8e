import type { InspectedRecord, Observable } from './memory-face'

/** So many of the last writes are kept. */
const kept = 200

/** How long the writes made with this page took to reach the relay's disk, in ms; refused ones are not in it. */
export class DurableTimes implements Observable<readonly number[]> {
  value: readonly number[] = []
  private readonly listeners = new Set<(value: readonly number[]) => void>()

  subscribe(listener: (value: readonly number[]) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Waits for a write that began at `startedAt`, ms of `performance.now()`. */
  async watch(record: InspectedRecord, startedAt: number): Promise<void> {
    try {
      await record.durable('relay')
    } catch {
      return // The refusal has its own place, in the sync view.
    }
    this.value = [...this.value, performance.now() - startedAt].slice(-kept)
    for (const listener of this.listeners) listener(this.value)
  }
}
