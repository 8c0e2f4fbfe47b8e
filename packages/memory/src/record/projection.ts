import type { SideReading } from '../facts/chosen-side'
import type { Fact } from '../facts/fact'
import { type Entry, type JudgeContext, type Verdict, validatedKey } from '../model'
import type { SearchQuery } from '../recall'
import type { Space, SpaceChange } from '../space/space'
import { AuthorTally, type Tally } from './author-tally'
import { ChangeLog } from './change-log'
import { type Found, findRecords } from './find-records'
import { Hearing } from './hearing'
import { idToPlace, placeToId, toIndexed } from './indexed'
import { tokenOfKey } from './private-token'
import type { ProjectionOptions } from './projection-options'
import { isShown, Reader, type Timed, type View } from './reader'
import type { MemoryRecord } from './record'
import { refill } from './refill'
import { SessionIndex } from './session-index'
import type { Restored } from './snapshot-port'
import type { Standings } from './standings'
import { Unread } from './unread'

/**
 * What readers see, kept up with the entries of the open spaces: records and facts by key, and the search index. Changes
 * are judged when somebody reads, or a microtask later; either way before a read answers, and never so long at once that
 * the event loop waits.
 */
export class Projection {
  readonly #options: ProjectionOptions
  readonly #views = new Map<Space, Map<string, View>>()
  /** Keys to be judged again. */
  readonly #dirty = new Map<Space, Set<string>>()
  readonly #unread = new Unread()
  /** Spaces of which not all was read yet. */
  readonly #completing = new Map<Space, Promise<void>>()
  readonly #reader: Reader
  readonly #hearing: Hearing
  readonly #log: ChangeLog
  readonly #sessions = new SessionIndex()
  readonly #authors = new AuthorTally()
  /** Closed spaces whose records are still leaving the search index, by name. */
  readonly #leaving = new Map<string, Promise<void>>()
  #announcing = false
  #stopped = false

  constructor(options: ProjectionOptions) {
    this.#options = options
    this.#log = new ChangeLog(options.events)
    this.#reader = new Reader(options)
    this.#hearing = new Hearing(this.standings, options.pause, ({ space, key }) => this.#dirty.get(space)?.add(key))
  }

  /** What validators found, what was retracted, and what therefore stands. */
  get standings(): Standings {
    return this.#reader.standings
  }

  /** Takes a space in: from a snapshot of its search index, or by judging and indexing all of it. */
  async opened(space: Space): Promise<void> {
    await this.left(space.name)
    await this.#options.index.expect(space.index.size)
    const restored = await this.#options.snapshots.restore(space)
    this.#views.set(space, new Map())
    this.#dirty.set(space, new Set())
    this.#hearing.opened(space)
    const tokens = space.visibility === 'private' ? [...space.index.ledgerKeys()].filter(key => tokenOfKey(key)) : []
    await this.#hearing.noteAll(space, tokens)
    if (restored) await this.#takeRestored(space, restored)
    else await this.#takeAll(space)
    this.#log.forget(space)
    this.#wake()
    this.#completing.set(
      space,
      this.#readRest(space).finally(() => this.#completing.delete(space)),
    )
  }

  /** Judges and indexes all of a space, and tells how far it is. */
  async #takeAll(space: Space): Promise<void> {
    const keys = [...space.index.keys()].filter(isShown)
    const tell = (indexed: number) =>
      this.#options.events.emit('progress', Object.freeze({ space: space.name, indexed, total: keys.length }))
    await this.#hearing.noteAll(space, keys)
    for (const [at, key] of keys.entries()) {
      this.#dirty.get(space)?.delete(key)
      this.#refresh(space, key)
      const turn = this.#options.pause()
      if (turn) tell(at + 1)
      if (turn) await turn
    }
    if (keys.length === 0) return
    await this.#options.index.settled()
    tell(keys.length)
  }

  /** Judges what the restored index does not know yet; the rest is read when it is asked for, or later. */
  async #takeRestored(space: Space, { vector, noted, due }: Restored): Promise<void> {
    this.#unread.opened(space, vector)
    const fresh = new Set(space.index.keysSince(vector).map(key => validatedKey(key) ?? key))
    for (const key of [...fresh, ...due]) this.#dirty.get(space)?.add(key)
    await this.#hearing.noteAll(space, [...noted, ...fresh, ...this.standings.awaitedIn(space)])
    for (const key of [...(this.#dirty.get(space) ?? [])]) {
      this.#view(space, key)
      const turn = this.#options.pause()
      if (turn) await turn
    }
  }

  /** Reads what nobody has asked for, so that what reads everything finds it read. */
  async #readRest(space: Space): Promise<void> {
    try {
      for (const key of this.#unread.keys(space)) {
        if (this.#stopped) return
        this.#view(space, key)
        const turn = this.#options.pause()
        if (turn) await turn
      }
      if (this.#stopped || !this.#views.has(space)) return
      this.#unread.closed(space)
      this.#options.snapshots.ready(space)
    } catch (error) {
      this.#options.events.emit('error', { error, during: 'reading what was restored' })
    }
  }

  /** Resolves when all there is has been read: what reads everything waits for it, so that it need not be read at once. */
  async completed(): Promise<void> {
    await this.whole()
    await this.settled()
  }

  /** Resolves when all there was at opening has been read; undefined when it is: then nobody need wait. */
  whole(): Promise<unknown> | undefined {
    return this.#completing.size === 0 ? undefined : Promise.all(this.#completing.values())
  }

  /** What a snapshot has to know of a space beside its index; all of it must have been read. */
  summary(space: Space): { readonly noted: string[]; readonly turns: ReadonlyMap<string, number> } {
    const turns = [...(this.#views.get(space) ?? [])].filter(([, { until }]) => until < Number.POSITIVE_INFINITY)
    return { noted: this.standings.notedIn(space), turns: new Map(turns.map(([key, { until }]) => [key, until])) }
  }

  /** Lets a space go: its records leave reads at once, and the search index as time permits. */
  closed(space: Space): void {
    const changed = this.#dirty.get(space) ?? []
    const keys = new Set([...(this.#views.get(space)?.keys() ?? []), ...this.#unread.keys(space), ...changed])
    this.#unread.closed(space)
    for (const { record } of this.#views.get(space)?.values() ?? []) if (record) this.#authors.count(record, -1)
    this.#sessions.closed(space)
    this.#views.delete(space)
    this.#dirty.delete(space)
    if (this.#stopped) return
    this.#hearing.closed(space)
    this.#wake()
    const leaving = this.#forget(space.name, keys).finally(() => this.#leaving.delete(space.name))
    this.#leaving.set(space.name, leaving)
  }

  /** Resolves when a closed space of this name has left the search index; undefined when none is leaving. */
  left(space: string): Promise<void> | undefined {
    return this.#leaving.get(space)
  }

  async #forget(space: string, keys: Iterable<string>): Promise<void> {
    for (const key of keys) {
      this.#options.index.remove(placeToId(space, key))
      const turn = this.#options.pause()
      if (turn) await turn
    }
  }

  stop(): void {
    this.#stopped = true
  }

  changed({ space, keys }: SpaceChange): void {
    const dirty = this.#dirty.get(space)
    if (!dirty) return
    for (const changed of keys) {
      const key = validatedKey(changed) ?? changed
      dirty.add(key)
      this.#hearing.changed(space, key)
    }
    this.#wake()
  }

  verdict(space: Space, key: string): Verdict {
    this.#hearing.hear(space, key)
    return this.#reader.verdict(space, key)
  }

  /** What judging in this space rests on now. */
  context(space: Space): JudgeContext {
    return this.#reader.context(space)
  }

  /** The verdict on what held at a time, milliseconds since 1970, as known now; what has expired stays forgotten. */
  verdictAt(space: Space, key: string, time: number): Verdict {
    this.#hearing.hear(space, key)
    return this.#reader.verdictAt(space, key, time)
  }

  /** The fact that held at a time, milliseconds since 1970, as known now. */
  factAt(space: Space, key: string, time: number): Fact | undefined {
    this.#hearing.hear(space, key)
    return this.#reader.factAt(space, key, time)
  }

  /** How versions and sides of this space are shown, and which of them reads give. */
  reading(space: Space): SideReading {
    return this.#reader.reading(space)
  }

  /** What reads are given of a fact and its record, after the read policy. */
  projected(fact: Fact | undefined, record: MemoryRecord | undefined): Pick<View, 'fact' | 'record'> {
    return this.#reader.projected(fact, record)
  }

  /** When what readers see of a key may change by itself, ms. */
  until(space: Space, key: string): number {
    return this.#view(space, key)?.until ?? Number.POSITIVE_INFINITY
  }

  /** What there is to see of a key, what is in quarantine included. */
  record(space: Space, key: string): MemoryRecord | undefined {
    return this.#view(space, key)?.record
  }

  fact(space: Space, key: string): Fact | undefined {
    return this.#view(space, key)?.fact
  }

  records(): MemoryRecord[] {
    return this.#live().flatMap(({ record }) => record ?? [])
  }

  /** Every record with its order among those of one millisecond. */
  timed(): Timed[] {
    return this.#live().flatMap(({ record, sequence }) => (record ? [{ record, sequence }] : []))
  }

  /** The places of what has been read so far, and how many keys have not been. */
  known(): { readonly places: string[]; readonly unread: number } {
    const places = [...this.#views].flatMap(([{ name }, views]) => [...views.keys()].map(key => placeToId(name, key)))
    return { places, unread: [...this.#views.keys()].reduce((sum, space) => sum + this.#unread.count(space), 0) }
  }

  /** Every record with its place. */
  placed(): { readonly space: Space; readonly key: string; readonly record: MemoryRecord }[] {
    this.#settleAll()
    return [...this.#views].flatMap(([space, views]) =>
      [...views.keys()].flatMap(key => {
        const record = this.record(space, key)
        return record ? [{ space, key, record }] : []
      }),
    )
  }

  /** The facts that are not in quarantine. */
  facts(spaceName?: string): Fact[] {
    return this.#live(spaceName).flatMap(({ fact }) => (fact && !fact.record.quarantined ? [fact] : []))
  }

  /** What was said in each session. */
  said(): SessionIndex {
    this.#settleAll()
    return this.#sessions
  }

  /** What became of an agent's records. */
  tally(agent: string): Tally {
    this.#settleAll()
    return this.#authors.of(agent)
  }

  search(query: SearchQuery, signal?: AbortSignal): Promise<Found[]> {
    const { index } = this.#options
    return findRecords({ index, settle: () => this.settle(), look: id => this.#viewAt(id) }, query, signal)
  }

  /** The record at a place, as `placeToId` names it. */
  recordAt(id: string): MemoryRecord | undefined {
    return this.#viewAt(id)?.view.record
  }

  #viewAt(id: string) {
    const { space: name, key } = idToPlace(id)
    const space = [...this.#views.keys()].find(each => each.name === name)
    if (space === undefined) this.#options.index.remove(id)
    const view = space && this.#view(space, key)
    return view && { space, key, view }
  }

  /** Puts all records into a search index that has lost them. */
  async refill(): Promise<void> {
    for (const [space, views] of [...this.#views])
      await refill(this.#options, space, [...views.keys(), ...this.#unread.keys(space)], key => this.#view(space, key))
  }

  #live(spaceName?: string): View[] {
    this.#settleAll()
    const spaces = [...this.#views.keys()].filter(space => spaceName === undefined || space.name === spaceName)
    return spaces.flatMap(space =>
      [...(this.#views.get(space)?.keys() ?? [])].flatMap(key => this.#view(space, key) ?? []),
    )
  }

  #view(space: Space, key: string): View | undefined {
    this.#hearing.hear(space, key)
    const known = this.#views.get(space)?.get(key)
    const isChanged =
      this.#dirty.get(space)?.delete(key) || (known?.until ?? Number.POSITIVE_INFINITY) <= this.#options.now()
    if (isChanged || this.#unread.has(space, key)) this.#refresh(space, key, isChanged)
    return this.#views.get(space)?.get(key)
  }

  /** Judges a key again, or for the first time, and notes for the listeners what became of it if it has changed. */
  #refresh(space: Space, key: string, isChanged = true): void {
    const views = this.#views.get(space)
    if (!views) return
    const known = views.get(key)
    const isUnread = this.#unread.delete(space, key)
    const after = this.#reader.look(space, key)
    if (known?.record) {
      this.#sessions.remove(space, key, known.record)
      this.#authors.count(known.record, -1)
    }
    if (after.record) {
      views.set(key, after)
      this.#sessions.put(space, key, after.record, after.sequence)
      this.#authors.count(after.record, 1)
      this.#options.index.put(toIndexed(space, key, after.record, after))
    } else {
      views.delete(key)
      this.#options.index.remove(placeToId(space.name, key))
    }
    const wasThere = (entry: Entry) => this.#unread.wasThere(space, entry)
    const before = isUnread && isChanged ? this.#reader.look(space, key, wasThere) : known
    if (isChanged) this.#log.note(space, before, after)
    if (isChanged) this.#options.snapshots.changed(space)
    this.#options.onRefresh(placeToId(space.name, key), before?.record, after.record, isChanged)
  }

  #wake(): void {
    if (this.#announcing || this.#stopped || [...this.#dirty.values()].every(keys => keys.size === 0)) return
    this.#announcing = true
    queueMicrotask(() => void this.#announce())
  }

  /** Judges what has changed so far, at once. Reads do it, so they need not be told to; `settled` first keeps it short. */
  settle(): void {
    this.#hearing.hearAll()
    for (const [space, keys] of this.#dirty) for (const key of [...keys]) this.#view(space, key)
  }

  /** Judges and reads all there is, at once; `completed` first keeps it short. */
  #settleAll(): void {
    this.settle()
    for (const space of this.#views.keys()) for (const key of this.#unread.keys(space)) this.#view(space, key)
  }

  /** Judges what has changed so far, so that the next read finds little left to judge: thousands may have come at once. */
  async settled(): Promise<void> {
    await this.#hearing.heard()
    for (const [space, keys] of [...this.#dirty]) {
      for (const key of [...keys]) {
        if (keys.has(key)) this.#view(space, key)
        const turn = this.#options.pause()
        if (turn) await turn
      }
    }
  }

  /** All is heard before anything is judged, so that nobody is told of what no longer stands. */
  async #announce(): Promise<void> {
    try {
      await this.#hearing.heard()
      // While it pauses, spaces that it has passed may change again.
      for (let paused = true; paused; ) {
        paused = false
        for (const [space, keys] of this.#dirty) {
          for (const key of keys) {
            if (this.#stopped) return
            this.#view(space, key)
            const turn = this.#options.pause()
            if (turn === undefined) continue
            paused = true
            this.#log.tell()
            await turn
          }
        }
        this.#log.tell()
      }
    } catch (error) {
      this.#options.events.emit('error', { error, during: 'reading changes' })
    } finally {
      this.#announcing = false
      this.#wake()
    }
  }
}
