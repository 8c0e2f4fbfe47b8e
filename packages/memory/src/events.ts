import type { Fact } from './reading/fact'
import type { MemoryRecord } from './reading/record'
import type { WorkResult } from './work/work-result'

/** What a memory tells its listeners, by event name. */
export interface MemoryEvents {
  /** Records that appeared, changed or were closed; `origin` says whether this agent wrote them or another did. */
  change: { readonly space: string; readonly records: readonly MemoryRecord[]; readonly closed: readonly string[] }
  /** Records whose shown version the relay now has on disk. */
  durable: { readonly space: string; readonly ids: readonly string[] }
  /** A record is in quarantine: it waits for validation, or was refuted. It is in no `change`, and no default read. */
  quarantined: MemoryRecord
  /** A fact has sides that did not see each other. */
  conflict: Fact
  /** A fact in conflict is settled again. */
  resolved: Fact
  /** A fact has come to have a value that it had given up before, for the second time or more: see `fact.flips`. */
  'flip-flop': Fact
  /** Several runs of one piece of work have come to results, at most one of them under a lease: `value` is what counts. */
  overlapped: WorkResult
  /** The relay refused a write for good; it is kept, see `memory.sync.refused()`. */
  refused: { readonly space: string; readonly code: string; readonly message: string; readonly ids: readonly string[] }
  /** A space is being read, and indexed if it is large: so many of its keys are. Told while it opens, last when it is done. */
  progress: { readonly space: string; readonly indexed: number; readonly total: number }
  /** A listener threw, or a space met what it cannot mend by itself: `error` says what to do. The memory goes on. */
  error: { readonly error: unknown; readonly during: string }
}

type Listener<T> = (event: T) => void

/** Listeners by event name. A listener that throws, or an async one that rejects, is reported as `error` and disturbs nobody else. */
export class Events {
  readonly #listeners = new Map<keyof MemoryEvents, Set<Listener<never>>>()
  readonly #toTold: (error: unknown) => unknown

  /** @param toTold what listeners are told of an error of ours: its kind and whose it is */
  constructor(toTold: (error: unknown) => unknown = error => error) {
    this.#toTold = toTold
  }

  /** @returns the function that stops listening */
  on<Name extends keyof MemoryEvents>(name: Name, listener: Listener<MemoryEvents[Name]>): () => void {
    const present = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, present)
    const own = (event: never) => listener(event)
    present.add(own)
    return () => present.delete(own)
  }

  has(name: keyof MemoryEvents): boolean {
    return (this.#listeners.get(name)?.size ?? 0) > 0
  }

  emit<Name extends keyof MemoryEvents>(name: Name, event: MemoryEvents[Name]): void {
    const told = 'error' in event ? { ...event, error: this.#toTold(event.error) } : event
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      this.call(listener as Listener<MemoryEvents[Name]>, told, name)
    }
  }

  /** A listener that can be called by anybody, as by `call`; there may be none. */
  safe<T>(listener: Listener<T> | undefined, during: string): Listener<T> {
    return event => listener && this.call(listener, event, during)
  }

  /** Calls a function that wants to hear of something; what it throws, or rejects with, is an `error` event. */
  call<T>(listener: Listener<T>, event: T, during: string): void {
    const failed = (error: unknown) => {
      if (during !== 'error') this.emit('error', { error, during })
    }
    try {
      const done: unknown = (listener as (event: T) => unknown)(event)
      if (done instanceof Promise) done.catch(failed)
    } catch (error) {
      failed(error)
    }
  }
}
