import type { Events } from '../events'
import type { SideReading } from '../facts/chosen-side'
import type { ConflictRule, Fact } from '../facts/fact'
import {
  type Checkpoint,
  type Entry,
  type JudgeContext,
  type Pause,
  type QuarantineRule,
  type Timestamp,
  type Verdict,
  validatedKey,
} from '../model'
import type { Hit, Recall, SearchQuery } from '../recall'
import type { Space, SpaceChange } from '../space/space'
import { AuthorTally, type Tally } from './author-tally'
import { ChangeLog } from './change-log'
import { idToPlace, placeToId, toIndexed } from './indexed'
import { tokenOfKey } from './private-token'
import { isShown, Reader, type Timed, type View } from './reader'
import type { MemoryRecord } from './record'
import { type Said, SessionIndex } from './session-index'
import type { Standings } from './standings'

export interface ProjectionOptions {
  readonly recall: Recall
  readonly events: Events
  readonly rule: ConflictRule
  readonly checkpoints: readonly Checkpoint[]
  readonly quarantine: readonly QuarantineRule[]
  readonly mayCurate: (agent: string) => boolean
  readonly now: () => number
  readonly pause: Pause
  /** The entries of a key that nobody erased. */
  readonly left: (space: Space, key: string, entries: readonly Entry[]) => readonly Entry[]
  /** Told the time of every head that is read, so that what is written in its knowledge is later. */
  readonly observe: (time: Timestamp) => void
  /** Called when a key was judged again, with the record that readers saw before and see now, if any. */
  readonly onRefresh: (place: string, before: MemoryRecord | undefined, after: MemoryRecord | undefined) => void
}

/** So many changes are taken in at once, whatever they reach; more are followed only as far as a read needs. */
const fewChanges = 200

/**
 * What readers see, kept up with the entries of the open spaces: records and facts by key, and the search index. Changes
 * are judged when somebody reads, or a microtask later; either way before a read answers, and never so long at once that
 * the event loop waits.
 */
export class Projection {
  private readonly options: ProjectionOptions
  private readonly views = new Map<Space, Map<string, View>>()
  /** Keys to be judged again. */
  private readonly dirty = new Map<Space, Set<string>>()
  /** Keys of which the standings have not heard yet. */
  private readonly unheard = new Map<Space, Set<string>>()
  private readonly reader: Reader
  private readonly log: ChangeLog
  private readonly sessions = new SessionIndex()
  private readonly authors = new AuthorTally()
  /** Closed spaces whose records are still leaving the search index, by name. */
  private readonly leaving = new Map<string, Promise<void>>()
  private announcing = false
  private stopped = false

  constructor(options: ProjectionOptions) {
    this.options = options
    this.log = new ChangeLog(options.events)
    this.reader = new Reader(options)
  }

  /** What validators found, what was retracted, and what therefore stands. */
  get standings(): Standings {
    return this.reader.standings
  }

  /** Takes a space in: judges and indexes all of it, and tells how far it is. */
  async opened(space: Space): Promise<void> {
    await this.leaving.get(space.name)
    this.views.set(space, new Map())
    this.dirty.set(space, new Set())
    this.unheard.set(space, new Set())
    this.standings.opened(space)
    const all = [...space.index.keys()]
    const keys = all.filter(isShown)
    if (space.visibility === 'private')
      for (const key of all) if (tokenOfKey(key) !== undefined) this.standings.note(space, key)
    const tell = (indexed: number) =>
      this.options.events.emit('progress', Object.freeze({ space: space.name, indexed, total: keys.length }))
    for (const key of keys) {
      this.standings.note(space, key)
      const turn = this.options.pause()
      if (turn) await turn
    }
    this.absorb()
    for (const [at, key] of keys.entries()) {
      this.dirty.get(space)?.delete(key)
      this.refresh(space, key)
      const turn = this.options.pause()
      if (turn) tell(at + 1)
      if (turn) await turn
    }
    if (keys.length > 0) tell(keys.length)
    this.log.forget(space)
    this.wake()
  }

  /** Lets a space go: its records leave reads at once, and the search index as time permits. */
  closed(space: Space): void {
    const keys = [...(this.views.get(space)?.keys() ?? [])]
    for (const { record } of this.views.get(space)?.values() ?? []) if (record) this.authors.count(record, -1)
    this.sessions.closed(space)
    this.views.delete(space)
    this.dirty.delete(space)
    this.unheard.delete(space)
    if (this.stopped) return
    this.standings.closed(space)
    this.absorb()
    this.wake()
    const leaving = this.forget(space.name, keys).finally(() => this.leaving.delete(space.name))
    this.leaving.set(space.name, leaving)
  }

  private async forget(space: string, keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      this.options.recall.remove(placeToId(space, key))
      const turn = this.options.pause()
      if (turn) await turn
    }
  }

  stop(): void {
    this.stopped = true
  }

  changed({ space, keys }: SpaceChange): void {
    const dirty = this.dirty.get(space)
    if (!dirty) return
    for (const changed of keys) {
      const key = validatedKey(changed) ?? changed
      dirty.add(key)
      this.unheard.get(space)?.add(key)
    }
    this.wake()
  }

  verdict(space: Space, key: string): Verdict {
    this.hear(space, key)
    return this.reader.verdict(space, key)
  }

  /** What judging in this space rests on now. */
  context(space: Space): JudgeContext {
    return this.reader.context(space)
  }

  /** The verdict on what held at a time, milliseconds since 1970, as known now; what has expired stays forgotten. */
  verdictAt(space: Space, key: string, time: number): Verdict {
    this.hear(space, key)
    return this.reader.verdictAt(space, key, time)
  }

  /** The fact that held at a time, milliseconds since 1970, as known now. */
  factAt(space: Space, key: string, time: number): Fact | undefined {
    this.hear(space, key)
    return this.reader.factAt(space, key, time)
  }

  /** How versions and sides of this space are shown, and which of them reads give. */
  reading(space: Space): SideReading {
    return this.reader.reading(space)
  }

  /** When what readers see of a key may change by itself, ms. */
  until(space: Space, key: string): number {
    return this.view(space, key)?.until ?? Number.POSITIVE_INFINITY
  }

  /** What there is to see of a key, what is in quarantine included. */
  record(space: Space, key: string): MemoryRecord | undefined {
    return this.view(space, key)?.record
  }

  fact(space: Space, key: string): Fact | undefined {
    return this.view(space, key)?.fact
  }

  records(): MemoryRecord[] {
    return this.live().flatMap(({ record }) => record ?? [])
  }

  /** Every record with its order among those of one millisecond. */
  timed(): Timed[] {
    return this.live().flatMap(({ record, sequence }) => (record ? [{ record, sequence }] : []))
  }

  /** Every record with its place. */
  placed(): { readonly space: Space; readonly key: string; readonly record: MemoryRecord }[] {
    this.settle()
    return [...this.views].flatMap(([space, views]) =>
      [...views.keys()].flatMap(key => {
        const record = this.record(space, key)
        return record ? [{ space, key, record }] : []
      }),
    )
  }

  /** The facts that are not in quarantine. */
  facts(spaceName?: string): Fact[] {
    return this.live(spaceName).flatMap(({ fact }) => (fact && !fact.record.quarantined ? [fact] : []))
  }

  /** What was said in a session, earliest first. */
  session(name: string): readonly Said[] {
    this.settle()
    return this.sessions
      .of(name)
      .filter(({ record }) => record.pinned || (record.expires?.getTime() ?? Infinity) > this.options.now())
  }

  /** What became of an agent's records. */
  tally(agent: string): Tally {
    this.settle()
    return this.authors.of(agent)
  }

  search(query: SearchQuery): (Hit & { record: MemoryRecord })[] {
    this.settle()
    const hits = this.options.recall.search(query)
    const found = hits.flatMap(hit => {
      const record = this.recordAt(hit.id)
      return record ? [{ ...hit, record }] : []
    })
    // Records that expired since they were indexed have left the index just now: the next ones move up.
    return found.length === hits.length ? found : this.search(query)
  }

  /** The record at a place, as `placeToId` names it. */
  recordAt(id: string): MemoryRecord | undefined {
    const { space: name, key } = idToPlace(id)
    const space = [...this.views.keys()].find(each => each.name === name)
    if (space === undefined) this.options.recall.remove(id)
    return space && this.record(space, key)
  }

  private live(spaceName?: string): View[] {
    this.settle()
    const spaces = [...this.views.keys()].filter(space => spaceName === undefined || space.name === spaceName)
    return spaces.flatMap(space =>
      [...(this.views.get(space)?.keys() ?? [])].flatMap(key => this.view(space, key) ?? []),
    )
  }

  private view(space: Space, key: string): View | undefined {
    this.hear(space, key)
    const known = this.views.get(space)?.get(key)
    const isFresh =
      !this.dirty.get(space)?.delete(key) && (known?.until ?? Number.POSITIVE_INFINITY) > this.options.now()
    if (!isFresh) this.refresh(space, key)
    return this.views.get(space)?.get(key)
  }

  /** Judges a key again, and notes for the listeners what became of it. */
  private refresh(space: Space, key: string): void {
    const views = this.views.get(space)
    if (!views) return
    const before = views.get(key)
    const after = this.reader.look(space, key)
    if (before?.record) {
      this.sessions.remove(space, key, before.record)
      this.authors.count(before.record, -1)
    }
    if (after.record) {
      views.set(key, after)
      this.sessions.put(space, key, after.record, after.sequence)
      this.authors.count(after.record, 1)
      this.options.recall.put(toIndexed(space, key, after.record, after))
    } else {
      views.delete(key)
      this.options.recall.remove(placeToId(space.name, key))
    }
    this.log.note(space, before, after)
    this.options.onRefresh(placeToId(space.name, key), before?.record, after.record)
  }

  /** Lets the standings hear what changed of a key and of what it rests on. */
  private hear(space: Space, key: string): void {
    let left = 0
    for (const keys of this.unheard.values()) left += keys.size
    if (left === 0) this.absorb()
    else if (left <= fewChanges) this.hearAll()
    else {
      const isDue = (place: { space: Space; key: string }) => this.unheard.get(place.space)?.delete(place.key) ?? false
      if (isDue({ space, key })) this.standings.note(space, key)
      this.standings.noteAncestors(space, key, isDue)
      this.absorb()
    }
  }

  private hearAll(): void {
    for (const [space, keys] of this.unheard) {
      for (const key of keys) this.standings.note(space, key)
      keys.clear()
    }
    this.absorb()
  }

  /** Marks what now stands otherwise to be judged again. */
  private absorb(): void {
    for (const { space, key } of this.standings.settle()) this.dirty.get(space)?.add(key)
  }

  private wake(): void {
    if (this.announcing || this.stopped || [...this.dirty.values()].every(keys => keys.size === 0)) return
    this.announcing = true
    queueMicrotask(() => void this.announce())
  }

  /** Judges what has changed so far, at once. Reads do it, so they need not be told to; `settled` first keeps it short. */
  settle(): void {
    this.hearAll()
    for (const [space, keys] of this.dirty) for (const key of [...keys]) this.view(space, key)
  }

  /** Judges what has changed so far, so that the next read finds little left to judge: thousands may have come at once. */
  async settled(): Promise<void> {
    await this.heard()
    for (const [space, keys] of [...this.dirty]) {
      for (const key of [...keys]) {
        if (keys.has(key)) this.view(space, key)
        const turn = this.options.pause()
        if (turn) await turn
      }
    }
  }

  /** Lets the standings hear of all changes, in turns. */
  private async heard(): Promise<void> {
    for (const [space, keys] of this.unheard) {
      for (const key of keys) {
        keys.delete(key)
        this.standings.note(space, key)
        const turn = this.options.pause()
        if (turn) await turn
      }
    }
    this.absorb()
  }

  /** All is heard before anything is judged, so that nobody is told of what no longer stands. */
  private async announce(): Promise<void> {
    try {
      await this.heard()
      // While it pauses, spaces that it has passed may change again.
      for (let paused = true; paused; ) {
        paused = false
        for (const [space, keys] of this.dirty) {
          for (const key of keys) {
            if (this.stopped) return
            this.view(space, key)
            const turn = this.options.pause()
            if (turn === undefined) continue
            paused = true
            this.log.tell()
            await turn
          }
        }
        this.log.tell()
      }
    } catch (error) {
      this.options.events.emit('error', { error, during: 'reading changes' })
    } finally {
      this.announcing = false
      this.wake()
    }
  }
}
