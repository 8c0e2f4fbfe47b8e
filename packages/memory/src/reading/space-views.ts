import type { Space } from '../space/space'
import type { Hearing } from './hearing'
import type { Reader, View } from './reader'
import type { MemoryRecord } from './record'
import type { Unread } from './unread'

/** What there is to see of a key that shows a record. */
export interface Shown extends View {
  readonly record: MemoryRecord
}

/** What became of a key that was judged. */
export interface Refreshed {
  readonly space: Space
  readonly key: string
  /** What was kept of it. */
  readonly known: View | undefined
  /** What readers saw before it changed. */
  readonly before: View | undefined
  readonly after: View
  /** false: it was read for the first time since its index was restored, which changes nothing. */
  readonly isChanged: boolean
}

/** What the views of all spaces go by. */
export interface ViewsOptions {
  readonly reader: Reader
  readonly hearing: Hearing
  readonly now: () => number
  /** Those with keys to be judged again. */
  readonly waiting: Set<SpaceViews>
  readonly onRefresh: (refreshed: Refreshed) => void
}

/** What there is to see of each key of an open space: judged when somebody looks at it, and kept until it changes or its time comes. */
export class SpaceViews {
  readonly space: Space
  /** Keys to be judged again. */
  readonly changed = new Set<string>()
  /** Keys of which something expires, comes to hold, or ceases to, and when, ms since 1970. */
  readonly until = new Map<string, number>()
  /** Where the search index was restored, until all has been read. */
  unread: Unread | undefined
  readonly #options: ViewsOptions
  readonly #views = new Map<string, Shown>()
  #isClosed = false

  constructor(space: Space, options: ViewsOptions) {
    this.space = space
    this.#options = options
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** The keys of which something is kept. */
  keys(): string[] {
    return [...this.#views.keys()]
  }

  /** What is kept, as it was when somebody last looked. */
  kept(): Iterable<[key: string, view: View]> {
    return this.#views
  }

  /** What there is to see of each key now, when what has changed is settled: those alone are looked at whose time has come. */
  current(): Iterable<Shown> {
    const now = this.#options.now()
    for (const [key, until] of this.until) if (until <= now) this.look(key)
    return this.#views.values()
  }

  /** A key is to be judged again. */
  note(key: string): void {
    this.changed.add(key)
    this.#options.waiting.add(this)
  }

  look(key: string): View | undefined {
    this.#options.hearing.hear(this.space, key)
    const isChanged = this.#unnote(key) || this.#isDue(key)
    if (isChanged || this.unread?.has(key)) this.#refresh(key, isChanged)
    return this.#views.get(key)
  }

  /** Judges a key for the first time, when the standings have heard of all there are. */
  take(key: string): void {
    this.#unnote(key)
    this.#refresh(key, true)
  }

  /** Judges what has changed, at once. */
  settle(): void {
    for (const key of [...this.changed]) this.look(key)
  }

  /** Reads what nobody has read yet, at once. */
  readRest(): void {
    for (const key of this.unread?.keys() ?? []) this.look(key)
  }

  /** Every key that the search index may hold something of. */
  indexed(): Set<string> {
    return new Set([...this.#views.keys(), ...(this.unread?.keys() ?? []), ...this.changed])
  }

  close(): void {
    this.#isClosed = true
    this.unread = undefined
    this.changed.clear()
    this.#options.waiting.delete(this)
    this.#views.clear()
  }

  #unnote(key: string): boolean {
    const wasNoted = this.changed.delete(key)
    if (wasNoted && this.changed.size === 0) this.#options.waiting.delete(this)
    return wasNoted
  }

  #isDue(key: string): boolean {
    // Most have none, and undefined is before nothing.
    return this.until.get(key)! <= this.#options.now()
  }

  #refresh(key: string, isChanged: boolean): void {
    if (this.#isClosed) return
    const { space, unread } = this
    const { reader, onRefresh } = this.#options
    const known = this.#views.get(key)
    const isUnread = unread?.delete(key)
    const after = reader.look(space, key)
    if (after.record) this.#views.set(key, after as Shown)
    else this.#views.delete(key)
    if (after.record && after.until < Number.POSITIVE_INFINITY) this.until.set(key, after.until)
    else this.until.delete(key)
    const before = isUnread && isChanged ? reader.look(space, key, entry => unread!.wasThere(entry)) : known
    onRefresh({ space, key, known, before, after, isChanged })
  }
}
