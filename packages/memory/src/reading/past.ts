import { inTurns } from '../model'
import type { SearchQuery } from '../recall'
import type { Space } from '../space/space'
import type { Erased } from './compacted'
import type { Found } from './find-records'
import type { Follower } from './follower'
import { checkHorizon } from './horizon'
import { PastIndex, type PastIndexOptions } from './past-index'
import { isShown, type Seen, type Timed } from './reader'
import type { MemoryRecord } from './record'
import { spanOf } from './span-of'

interface PastOptions extends Erased, Omit<PastIndexOptions, 'spaces' | 'time' | 'view'> {}

/**
 * What held at a time, as known now: replaced and retracted versions included. Reading one record costs its versions; a
 * search costs an index of everything that held then, which searches of one time share. It is kept until something changes or
 * another time is asked for.
 */
export class Past {
  readonly #options: PastOptions
  /** Of the time that was asked for last, unless something has changed since. */
  #kept: PastIndex | undefined
  /** That one, and those that are still asked. */
  readonly #open = new Set<PastIndex>()

  constructor(options: PastOptions) {
    this.#options = options
  }

  /** Something changed: what was indexed may not be what held. */
  changed(): void {
    this.#keep(undefined)
  }

  close(): void {
    for (const past of this.#open) past.close()
  }

  /** @param time milliseconds since 1970 */
  record(space: Space, key: string, time: number): MemoryRecord | undefined {
    return this.#view(space, key, time)?.record
  }

  async timed(spaces: readonly Space[], time: number): Promise<Timed[]> {
    const timed: Timed[] = []
    for (const space of spaces) {
      await inTurns(space.index.keys(), this.#options.pause, key => {
        const seen = this.#view(space, key, time)
        if (seen?.record) timed.push(seen as Timed)
      })
    }
    return timed
  }

  async search(spaces: readonly Space[], time: number, query: SearchQuery, signal?: AbortSignal): Promise<Found[]> {
    signal?.throwIfAborted()
    return this.#using(spaces, time, past => past.search(query, signal))
  }

  /** What held at a time, to be searched. */
  at(spaces: readonly Space[], time: number): Pick<PastIndex, 'search'> {
    return { search: (query, signal) => this.search(spaces, time, query, signal) }
  }

  /** What is made of all records that held at a time, as `following` makes it of those that there are. */
  following<Kind extends Follower>(spaces: readonly Space[], time: number, Kind: new () => Kind): Promise<Kind> {
    return this.#using(spaces, time, past => past.following(Kind))
  }

  async #using<T>(spaces: readonly Space[], time: number, ask: (past: PastIndex) => Promise<T>): Promise<T> {
    this.#options.projection.settle()
    const past = this.#kept?.time === time ? this.#kept : this.#begin(spaces, time)
    past.asked++
    try {
      return await ask(past)
    } finally {
      past.asked--
      this.#letGo(past)
    }
  }

  #begin(spaces: readonly Space[], time: number): PastIndex {
    const view = (space: Space, key: string) => this.#view(space, key, time)
    const past = new PastIndex({ ...this.#options, spaces, time, view })
    this.#open.add(past)
    past.built.catch(() => this.#kept === past && this.#keep(undefined))
    this.#keep(past)
    return past
  }

  #keep(past: PastIndex | undefined): void {
    const before = this.#kept
    this.#kept = past
    if (before) this.#letGo(before)
  }

  #letGo(past: PastIndex): void {
    if (past === this.#kept || past.asked > 0) return
    past.close()
    this.#open.delete(past)
  }

  #view(space: Space, key: string, time: number): Seen | undefined {
    if (!isShown(key)) return undefined
    checkHorizon(this.#options, space, key, time)
    const { projection } = this.#options
    const now = projection.look(space, key)
    const span = now && spanOf(now, space.index.entriesOf(key))
    if (span) return span.from <= time && time < span.to ? now : undefined
    return projection.lookAt(space, key, time)
  }
}
