import type { Events } from '../events'
import type { SideReading } from '../facts/chosen-side'
import type { ConflictRule, Fact } from '../facts/fact'
import { toFact, toFactSide } from '../facts/to-fact'
import {
  isLedgerKey,
  type JudgeContext,
  judge,
  outsideAt,
  outsideNow,
  type Pause,
  type Verdict,
  type Version,
} from '../model'
import type { Hit, Recall, SearchQuery } from '../recall'
import type { Space, SpaceChange } from '../space/space'
import { AuthorTally, type Tally } from './author-tally'
import { ChangeLog } from './change-log'
import { idToPlace, placeToId, toIndexed } from './indexed'
import type { MemoryRecord } from './record'
import { type Said, SessionIndex } from './session-index'
import { shownSide } from './shown-side'
import { toRecord } from './to-record'

export interface ProjectionOptions {
  readonly recall: Recall
  readonly events: Events
  readonly rule: ConflictRule
  readonly mayCurate: (agent: string) => boolean
  readonly now: () => number
  readonly pause: Pause
  /** Called when a key was judged again, with the record that readers saw before and see now, if any. */
  readonly onRefresh: (place: string, before: MemoryRecord | undefined, after: MemoryRecord | undefined) => void
}

/** What readers see of a key until something of it changes or expires. */
interface View {
  readonly record: MemoryRecord | undefined
  readonly fact: Fact | undefined
  /** Order among records of one millisecond: the count of its hybrid clock. */
  readonly sequence: number
  /** When the earliest of its heads expires, ms. */
  readonly until: number
}

const nothing: View = { record: undefined, fact: undefined, sequence: 0, until: Number.POSITIVE_INFINITY }

/**
 * What readers see, kept up with the entries of the open spaces: records and facts by key, and the search index. Changes
 * are judged when somebody reads, or a microtask later; either way before a read answers, and never so long at once that
 * the event loop waits.
 */
export class Projection {
  private readonly options: ProjectionOptions
  private readonly views = new Map<Space, Map<string, View>>()
  private readonly dirty = new Map<Space, Set<string>>()
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
  }

  /** Takes a space in: judges and indexes all of it, and tells how far it is. */
  async opened(space: Space): Promise<void> {
    await this.leaving.get(space.name)
    this.views.set(space, new Map())
    this.dirty.set(space, new Set())
    const keys = [...space.index.keys()]
    const tell = (indexed: number) =>
      this.options.events.emit('progress', Object.freeze({ space: space.name, indexed, total: keys.length }))
    for (const [at, key] of keys.entries()) {
      this.refresh(space, key)
      const turn = this.options.pause()
      if (turn) tell(at + 1)
      if (turn) await turn
    }
    if (keys.length > 0) tell(keys.length)
    this.log.forget(space)
  }

  /** Lets a space go: its records leave reads at once, and the search index as time permits. */
  closed(space: Space): void {
    const keys = [...(this.views.get(space)?.keys() ?? [])]
    for (const { record } of this.views.get(space)?.values() ?? []) if (record) this.authors.count(record, -1)
    this.sessions.closed(space)
    this.views.delete(space)
    this.dirty.delete(space)
    if (this.stopped) return
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
    for (const key of keys) dirty.add(key)
    if (this.announcing) return
    this.announcing = true
    queueMicrotask(() => void this.announce())
  }

  verdict(space: Space, key: string): Verdict {
    return judge(key, space.index.entriesOf(key), this.context(space))
  }

  /** What judging in this space rests on now. */
  context(space: Space): JudgeContext {
    const { mayCurate } = this.options
    const now = this.options.now()
    return { now, authorOf: client => space.authorOf(client), mayCurate, holds: outsideNow(now) }
  }

  /** The verdict on what held at a time, milliseconds since 1970, as known now; what has expired stays forgotten. */
  verdictAt(space: Space, key: string, time: number): Verdict {
    return judge(key, space.index.entriesOf(key), { ...this.context(space), holds: outsideAt(time) })
  }

  /** The fact that held at a time, milliseconds since 1970, as known now. */
  factAt(space: Space, key: string, time: number): Fact | undefined {
    return toFact(space, this.verdictAt(space, key, time), this.reading(space))
  }

  /** How sides of this space are shown, and which of them reads give. */
  reading(space: Space): SideReading {
    const { rule, mayCurate } = this.options
    return { rule, mayCurate, show: side => toFactSide(space, side) }
  }

  /** When what readers see of a key may change by itself, ms. */
  until(space: Space, key: string): number {
    return this.view(space, key)?.until ?? Number.POSITIVE_INFINITY
  }

  record(space: Space, key: string): MemoryRecord | undefined {
    return this.view(space, key)?.record
  }

  fact(space: Space, key: string): Fact | undefined {
    return this.view(space, key)?.fact
  }

  records(): MemoryRecord[] {
    return this.live().flatMap(({ record }) => record ?? [])
  }

  facts(spaceName?: string): Fact[] {
    return this.live(spaceName).flatMap(({ fact }) => fact ?? [])
  }

  /** What was said in a session, earliest first. */
  session(name: string): readonly Said[] {
    for (const [space, keys] of this.dirty) for (const key of [...keys]) this.view(space, key)
    return this.sessions.of(name).filter(({ record }) => (record.expires?.getTime() ?? Infinity) > this.options.now())
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
      const record = this.recordOf(hit.id)
      return record ? [{ ...hit, record }] : []
    })
    // Records that expired since they were indexed have left the index just now: the next ones move up.
    return found.length === hits.length ? found : this.search(query)
  }

  private recordOf(id: string): MemoryRecord | undefined {
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
    const after = this.look(space, key)
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

  private look(space: Space, key: string): View {
    if (isLedgerKey(key)) return nothing
    const verdict = this.verdict(space, key)
    const reading = this.reading(space)
    const sequence = verdict.heads[0]?.time.count ?? 0
    const until = nextTurn([...verdict.heads, ...verdict.held.map(({ version }) => version)], this.options.now())
    const fact = toFact(space, verdict, reading)
    if (fact) return { fact, record: fact.record, sequence, until }
    const side = shownSide(this.standing(space, verdict), reading)
    const record = side?.body ? toRecord(space, verdict, side.version, side.body) : undefined
    return { record, fact: undefined, sequence: side?.version.time.count ?? sequence, until }
  }

  /** A fact that does not hold now is no fact, but its record stays to be found. */
  private standing(space: Space, verdict: Verdict): Verdict {
    if (verdict.state !== 'held') return verdict
    return judge(verdict.key, space.index.entriesOf(verdict.key), { ...this.context(space), holds: undefined })
  }

  /** Judges what has changed so far, at once. Reads do it, so they need not be told to; `settled` first keeps it short. */
  settle(): void {
    for (const [space, keys] of this.dirty) for (const key of [...keys]) this.view(space, key)
  }

  /** Judges what has changed so far, so that the next read finds little left to judge: thousands may have come at once. */
  async settled(): Promise<void> {
    for (const [space, keys] of [...this.dirty]) {
      for (const key of [...keys]) {
        if (keys.has(key)) this.view(space, key)
        const turn = this.options.pause()
        if (turn) await turn
      }
    }
  }

  private async announce(): Promise<void> {
    try {
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
    }
  }
}

/** When the earliest of these expires, comes to hold, or ceases to, ms. */
function nextTurn(versions: readonly Version[], now: number): number {
  const turns = versions.flatMap(({ record }) =>
    record.ok ? [record.body.expires, record.body.validFrom, record.body.validTo] : [],
  )
  return Math.min(...turns.filter(turn => turn !== undefined && turn > now).map(Number))
}
