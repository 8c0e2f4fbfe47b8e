import { inTurns, type JudgeContext, type Verdict, validatedKey } from '../model'
import type { SearchQuery } from '../recall'
import { idToPlace, placeToId } from '../search-index/place-id'
import type { Space, SpaceChange } from '../space/space'
import { Announcer } from './announcer'
import { ChangeLog } from './change-log'
import type { Fact } from './fact'
import { type Found, findRecords } from './find-records'
import type { Follower } from './follower'
import type { GatheredFollower } from './gathered-follower'
import { Hearing } from './hearing'
import { toIndexed } from './indexed'
import { Intake } from './intake'
import type { ProjectionOptions } from './projection-options'
import { Reader, type Seen, type View } from './reader'
import type { MemoryRecord } from './record'
import { type Refreshed, type Shown, SpaceViews } from './space-views'
import type { Standings } from './standings'

/** To take more records than these of a closed space out of what follows them would hold the event loop: it is made anew. */
const fewRecords = 1_000

/**
 * What readers see, kept up with the entries of the open spaces: records and facts by key, and the search index. Changes
 * are judged when somebody reads, or a microtask later; either way before a read answers, and never so long at once that
 * the event loop waits.
 */
export class Projection {
  readonly #options: ProjectionOptions
  readonly #spaces = new Map<Space, SpaceViews>()
  readonly #waiting = new Set<SpaceViews>()
  readonly #reader: Reader
  readonly #hearing: Hearing
  readonly #log: ChangeLog
  readonly #intake: Intake
  readonly #announcer: Announcer
  /** What is kept up with all records, by what makes it: see `following`. */
  readonly followers = new Map<new () => Follower, GatheredFollower<Follower>>()
  /** Closed spaces whose records are still leaving the search index, by name. */
  readonly #leaving = new Map<string, Promise<void>>()

  constructor(options: ProjectionOptions) {
    this.#options = options
    this.#log = new ChangeLog(options.events)
    this.#reader = new Reader(options)
    const { standings } = this
    const hearing = new Hearing(standings, options.pause, ({ space, key }) => this.#spaces.get(space)?.note(key))
    this.#hearing = hearing
    this.#announcer = new Announcer({ ...options, waiting: this.#waiting, hearing, log: this.#log })
    this.#intake = new Intake({ ...options, hearing, standings, isStopped: () => this.#announcer.isStopped })
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
    // Nobody is told of what was there: to note it would keep a list of all records for nothing.
    let isTold = false
    const views = new SpaceViews(space, {
      reader: this.#reader,
      hearing: this.#hearing,
      now: this.#options.now,
      waiting: this.#waiting,
      onRefresh: refreshed => this.#refreshed(refreshed, isTold),
    })
    this.#spaces.set(space, views)
    this.standings.opened(space)
    await this.#intake.take(views, restored)
    isTold = true
    this.#announcer.wake()
    this.#intake.complete(views)
  }

  /** Resolves when all there is has been read: what reads everything waits for it, so that it need not be read at once. */
  async completed(): Promise<void> {
    await this.whole()
    await this.settled()
  }

  /** Resolves when all there was at opening has been read; undefined when it is: then nobody need wait. */
  whole(): Promise<unknown> | undefined {
    return this.#intake.whole()
  }

  /** Lets a space go: its records leave reads at once, and the search index as time permits. */
  closed(space: Space): void {
    const views = this.#spaces.get(space)
    if (!views) return
    this.#spaces.delete(space)
    if (this.#announcer.isStopped) return void views.close()
    if (views.keys().length > fewRecords) this.followers.clear()
    else for (const [key, view] of views.kept()) this.#follow(space, key, view, undefined)
    const keys = views.indexed()
    views.close()
    this.#hearing.closed(space)
    this.#announcer.wake()
    const forget = (key: string) => this.#options.index.remove(placeToId(space.name, key))
    const leaving = inTurns(keys, this.#options.pause, forget).finally(() => this.#leaving.delete(space.name))
    this.#leaving.set(space.name, leaving)
  }

  /** Resolves when a closed space of this name has left the search index; undefined when none is leaving. */
  left(space: string): Promise<void> | undefined {
    return this.#leaving.get(space)
  }

  stop(): void {
    this.#announcer.stop()
    // Nobody asks them any more: what closes need not be taken out of them record by record.
    this.followers.clear()
  }

  changed({ space, keys }: SpaceChange): void {
    const views = this.#spaces.get(space)
    if (!views) return
    for (const changed of keys) {
      const key = validatedKey(changed) ?? changed
      views.note(key)
      this.#hearing.changed(space, key)
    }
    this.#announcer.wake()
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
  factAt(space: Space, key: string, time: number, waits?: boolean): Fact | undefined {
    this.#hearing.hear(space, key)
    return this.#reader.factAt(space, key, time, waits)
  }

  /** What there was to see of a key at a time, milliseconds since 1970, as known now, without what is held back. */
  lookAt(space: Space, key: string, time: number): Seen {
    this.#hearing.hear(space, key)
    return this.#reader.lookAt(space, key, time)
  }

  /** What there is to see of a key now. */
  look(space: Space, key: string): View | undefined {
    return this.#spaces.get(space)?.look(key)
  }

  /** What there is to see of a key, what is in quarantine included. */
  record(space: Space, key: string): MemoryRecord | undefined {
    return this.look(space, key)?.record
  }

  fact(space: Space, key: string): Fact | undefined {
    return this.look(space, key)?.fact
  }

  /** What is shown under every key, or in one space, as it is in this moment. */
  live(spaceName?: string): Shown[] {
    this.#settleAll()
    const shown: Shown[] = []
    for (const views of this.#spaces.values())
      if (spaceName === undefined || views.space.name === spaceName)
        for (const each of views.current()) shown.push(each)
    return shown
  }

  /** How many keys have not been read so far. */
  get unread(): number {
    let sum = 0
    for (const { unread } of this.#spaces.values()) sum += unread?.size ?? 0
    return sum
  }

  /** What is kept of all keys, as it was when somebody last looked; what comes meanwhile comes last. */
  *kept(): Generator<[space: Space, key: string, view: View]> {
    for (const [space, views] of this.#spaces) for (const [key, view] of views.kept()) yield [space, key, view]
  }

  /** Keys of a space of which something expires, comes to hold, or ceases to, and when, ms since 1970. */
  until(space: Space): ReadonlyMap<string, number> | undefined {
    return this.#spaces.get(space)?.until
  }

  search(query: SearchQuery, signal?: AbortSignal): Promise<Found[]> {
    const { index } = this.#options
    return findRecords({ index, settle: () => this.settle(), look: id => this.#lookUp(id) }, query, signal)
  }

  /** The record at a place, as `placeToId` names it. */
  recordAt(id: string): MemoryRecord | undefined {
    return this.#lookUp(id)?.view.record
  }

  /** Puts all records into a search index that has lost them. */
  async refill(): Promise<void> {
    const { index, pause } = this.#options
    for (const [space, views] of [...this.#spaces]) {
      await inTurns([...views.keys(), ...(views.unread?.keys() ?? [])], pause, key => {
        const view = views.look(key)
        if (view?.record) index.put(toIndexed(space, key, view.record, view))
      })
    }
  }

  /** Judges what has changed so far, at once. Reads do it, so they need not be told to; `settled` first keeps it short. */
  settle(): void {
    this.#hearing.hearAll()
    for (const views of this.#waiting) views.settle()
  }

  /** Judges what has changed so far, so that the next read finds little left to judge: thousands may have come at once. */
  async settled(): Promise<void> {
    await this.#hearing.heard()
    for (const views of [...this.#waiting]) {
      await inTurns([...views.changed], this.#options.pause, key => {
        if (views.changed.has(key)) views.look(key)
      })
    }
  }

  /** Judges and reads all there is, at once; `completed` first keeps it short. */
  #settleAll(): void {
    this.settle()
    for (const views of this.#spaces.values()) views.readRest()
  }

  #lookUp(id: string) {
    const { space: name, key } = idToPlace(id)
    const space = [...this.#spaces.keys()].find(each => each.name === name)
    if (space === undefined) this.#options.index.remove(id)
    const view = space && this.look(space, key)
    return view && { space, key, view }
  }

  #follow(space: Space, key: string, before: View | undefined, after: View | undefined): void {
    for (const each of this.followers.values()) each.changed(space, key, before, after)
  }

  /** Keeps up what follows from records, and notes for the listeners what became of one that has changed. */
  #refreshed({ space, key, known, before, after, isChanged }: Refreshed, isTold: boolean): void {
    const { index, snapshots, onRefresh } = this.#options
    const place = placeToId(space.name, key)
    this.#follow(space, key, known, after)
    if (after.record) index.put(toIndexed(space, key, after.record, after))
    else index.remove(place)
    if (isChanged && isTold) this.#log.note(space, before, after)
    if (isChanged) snapshots.changed(space)
    onRefresh(place, before?.record, after.record, isChanged)
  }
}
