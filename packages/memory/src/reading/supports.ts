import { dotToString, type Entry, type JudgeContext, judge, readVersion, type Status, type Version } from '../model'
import { type Erasure, hadFallen } from '../model/erasure'
import { erasureId } from '../model/erasure-line'
import { mayRest } from '../model/may-rest'
import { retractedIn } from '../model/retracted'
import { type OwnStanding, type Standing, SupportGraph, type SupportState } from '../model/support-graph'
import type { Trust } from '../model/support-node'
import type { Space } from '../space/space'
import { dotOf, keyOf } from './key-of'
import type { KeyPlace } from './key-place'
import { LookedAt } from './looked-at'
import { isRemembered } from './may-rest'
import { movedTo } from './moved'
import { idsOfToken, isPrivateToken, tokenKey, tokenOfKey } from './private-token'
import { recordIdOf, stringToRecordId } from './record-id'
import type { Support } from './support'

/** How a version stands by itself: what it brings that sticks, and what of that was cleared, as bits; whether it waits for validators. */
export interface ByItself {
  readonly status: Status
  readonly marks: number
  readonly cleared: number
  readonly isWaiting: boolean
}

/** What judging in a space rests on, without what is held back, and how versions stand by themselves. */
export interface Judging {
  readonly contextOf: (space: Space) => JudgeContext
  readonly byItself: (space: Space, version: Version) => ByItself
  readonly erasures: Erasures
}

/** What was erased in a space, by id. */
export interface Erasures {
  of(space: Space): ReadonlyMap<string, Erasure>
}

/**
 * What rests on what over all open spaces, and what therefore stands: kept up key by key. A change is taken in by `note`;
 * `settle` then tells which keys it reaches beyond its own.
 */
export class Supports {
  readonly #judging: Judging
  readonly #graph = new SupportGraph()
  readonly #spaces = new Map<string, Space>()
  /** The versions of each key that are in the graph. */
  readonly #noted = new Map<Space, Map<string, string[]>>()
  readonly #looked = new LookedAt()
  /** Of what was retracted: since when, ms, and how it stood by itself before. */
  readonly #retracted = new Map<string, { readonly since: number; readonly before: SupportState }>()
  /** How all stood at the time that was asked for last, unless something has changed since. */
  #past: { readonly time: number; readonly graph: SupportGraph } | undefined

  constructor(judging: Judging) {
    this.#judging = judging
  }

  opened(space: Space): void {
    this.#spaces.set(space.name, space)
    this.#noted.set(space, new Map())
    this.#noteAbsent()
  }

  /** What is in a space that is let go is not here any more. */
  closed(space: Space): void {
    for (const ids of this.#noted.get(space)?.values() ?? []) for (const id of ids) this.#forget(id)
    this.#noted.delete(space)
    this.#spaces.delete(space.name)
  }

  /** The keys of a space whose versions rest on others, or on which others rest. */
  notedIn(space: Space): string[] {
    return [...(this.#noted.get(space)?.keys() ?? [])]
  }

  /** The keys of a space that something rests on and that were not noted yet. */
  awaitedIn(space: Space): string[] {
    return this.#graph.missing().flatMap(id => {
      const place = this.#placeOf(id)
      return place?.space === space ? [place.key] : []
    })
  }

  /** Takes in how the versions of a key stand by themselves, and what they rest on. */
  note(space: Space, key: string): void {
    // Of those that something rests on now any version may matter that did not.
    const left = this.#noteOne({ space, key }, this.#looked.takeNew(space, key, this.#judging.contextOf(space)))
    for (let place = left.pop(); place !== undefined; place = left.pop()) left.push(...this.#noteOne(place))
  }

  /** Works out what follows. @returns the keys of which some version now stands otherwise */
  settle(): KeyPlace[] {
    return this.#graph.settle().flatMap(id => this.#placeOf(id) ?? [])
  }

  /** Calls `note` for what the versions of a key rest on, near or far, where it is told to. */
  noteAncestors(space: Space, key: string, isDue: (place: KeyPlace) => boolean): void {
    for (const id of this.#noted.get(space)?.get(key) ?? []) {
      this.#graph.eachAncestor(id, ancestor => {
        const place = this.#placeOf(ancestor)
        if (place && isDue(place)) this.note(place.space, place.key)
        return true
      })
    }
  }

  standingOf(space: Space, { entry }: Version): Standing {
    return this.#graph.standingOf(recordIdOf(space, entry.dot))
  }

  /** How a version stood at a time, ms: what was retracted later stood then. Who refuted something is believed at every time. */
  standingAt(space: Space, version: Version, time: number): Standing {
    const now = this.standingOf(space, version)
    if (now === 'open') return now
    const id = recordIdOf(space, version.entry.dot)
    if (this.#past?.time !== time) {
      const before = [...this.#retracted].flatMap(([id, { since, before }]) =>
        since > time ? [[id, before] as const] : [],
      )
      this.#past = { time, graph: this.#graph.where(new Map(before)) }
    }
    const { graph } = this.#past
    return graph.has(id) ? graph.standingOf(id) : now
  }

  /** How far a version is to be trusted with all it rests on; undefined where it rests on nothing. */
  trustOf(space: Space, { entry }: Version): Trust | undefined {
    return this.#graph.trustOf(recordIdOf(space, entry.dot))
  }

  /** What sticks to a version, with all it was made from; undefined where it was made from nothing. */
  taintOf(space: Space, { entry }: Version): number | undefined {
    return this.#graph.taintOf(recordIdOf(space, entry.dot))
  }

  supportsOf(space: Space, { entry }: Version): readonly Support[] {
    return this.supportsOfId(recordIdOf(space, entry.dot))
  }

  /** Everything that rests on a version of a key, near or far, nearest first. */
  dependentsOf(space: Space, key: string): { readonly id: string; readonly steps: number; readonly place: KeyPlace }[] {
    const found = this.#graph.dependentsOf(this.#noted.get(space)?.get(key) ?? [])
    return found.flatMap(each => {
      const place = isPrivateToken(each.id) ? undefined : this.#placeOf(each.id)
      return place && !(place.space === space && place.key === key) ? [{ ...each, place }] : []
    })
  }

  /** What the version of an id rests on. */
  supportsOfId(id: string): readonly Support[] {
    return Object.freeze(this.#graph.supportsOf(id).map(each => this.#supportAt(each)))
  }

  standingOfId(id: string): Standing {
    return this.#graph.standingOf(id)
  }

  #supportAt(id: string): Support {
    return Object.freeze({ id, standing: this.#graph.holds(id) ? this.#graph.standingOf(id) : 'unknown' })
  }

  /**
   * @param fresh the only entries of the key that it was not noted with
   * @returns the keys of what it rests on that is here and was not noted, its own among them
   */
  #noteOne({ space, key }: KeyPlace, fresh?: readonly Entry[]): KeyPlace[] {
    const noted = this.#noted.get(space)
    if (noted === undefined) return []
    this.#past = undefined
    if (space.visibility === 'private' && tokenOfKey(key) !== undefined) return this.#noteToken(space, key)
    if (erasureId(key) !== undefined) this.#noteAbsent()
    if (!isRemembered(key)) return []
    const before = noted.get(key) ?? []
    if (!fresh && before.length === 0 && !this.#mayBeInvolved(space, key)) return []
    const entries = fresh ?? space.index.entriesOf(key)
    const involved = entries.filter(entry => mayRest(entry.payload) || this.#graph.has(recordIdOf(space, entry.dot)))
    const now = involved.length > 0 ? this.#noteEntries(space, key, entries, involved) : []
    if (fresh) {
      before.push(...now)
      if (now.length > 0) noted.set(key, before)
      return this.#missingOf(now)
    }
    const first = this.#noteCompacted(space, key, entries)
    if (first !== undefined) now.push(first)
    this.#looked.tookAll(space, key, entries, this.#judging.contextOf(space), first === undefined)
    if (now.length > 0) noted.set(key, now)
    else noted.delete(key)
    const left = new Set(now)
    const gone = before.filter(id => !left.has(id) && !this.#isUnderAnother(id, space, key))
    for (const id of gone) this.#forget(id)
    return this.#missingOf(now, gone)
  }

  /** As `#missing`: what these versions rest on, and those of others. */
  #missingOf(ids: readonly string[], others: readonly string[] = []): KeyPlace[] {
    const rests = ids.flatMap(id => this.#graph.supportsOf(id)).filter(id => !this.#graph.holds(id))
    return this.#missing([...new Set([...rests, ...others.filter(id => this.#graph.has(id))])])
  }

  /** @returns the keys of those that are here and were not noted */
  #missing(ids: readonly string[]): KeyPlace[] {
    this.#noteAbsent(ids)
    return ids.flatMap(id => this.#placeOf(id) ?? [])
  }

  /**
   * What did not stand when it was erased stays gone: what was made from it would come back else. An entry that got another id
   * when it first came to the relay rests, under the one that others name, on itself.
   */
  #noteAbsent(missing: readonly string[] = this.#graph.missing()): void {
    for (const id of missing) {
      const at = stringToRecordId(id)
      const space = at && this.#spaces.get(at.space)
      if (!space) continue
      const dot = dotOf(space, at.dot)
      if (dot !== at.dot) this.#set(id, { own: 'sound', trust: 'verified', supports: [recordIdOf(space, dot)] })
      else if (hadFallen(this.#judging.erasures.of(space).values(), dot, this.#judging.contextOf(space)))
        this.#set(id, { own: 'gone', trust: 'refuted', supports: [] })
    }
  }

  /** Whether versions of a key can rest on others, or others on them, told without looking at all of many. */
  #mayBeInvolved(space: Space, key: string): boolean {
    if (this.#graph.size >= space.index.countOf(key) || space.index.mayRest(key)) return true
    for (const id of this.#graph.ids()) {
      const place = this.#placeOf(id)
      if (place?.space === space && place.key === key) return true
    }
    return false
  }

  /** A token rests on what it stands for: whoever can resolve it sees what was made from it fall with that. */
  #noteToken(space: Space, key: string): KeyPlace[] {
    const supports = idsOfToken(space, key)
    if (supports === undefined) return []
    const token = tokenOfKey(key)!
    this.#graph.set(token, { own: 'sound', trust: 'verified', supports })
    this.#noted.get(space)!.set(key, [token])
    return this.#missing(supports.filter(id => !this.#graph.holds(id)))
  }

  /** Whether the version of an id stands under another key: a key may be named after a version that is not its own. */
  #isUnderAnother(id: string, space: Space, key: string): boolean {
    const standing = space.index.get(stringToRecordId(id)!.dot)
    return standing !== undefined && standing.key !== key
  }

  #noteEntries(space: Space, key: string, entries: readonly Entry[], involved: readonly Entry[]): string[] {
    const context = this.#judging.contextOf(space)
    const retracted = retractedIn(key, entries, context)
    return involved.flatMap(entry => {
      const id = recordIdOf(space, entry.dot)
      const version = readVersion(entry, context)
      const body = version.record.ok ? version.record.body : undefined
      const rests = body !== undefined && (body.type === 'record' || body.type === 'fact')
      const supports = rests ? [...new Set(body.derivedFrom)].filter(each => each !== id) : []
      if (supports.length === 0 && !this.#graph.has(id)) return []
      const { status, marks, cleared, isWaiting } = this.#judging.byItself(space, version)
      const at = dotToString(entry.dot)
      const { movedTo, since } = retracted.get(at) ?? {}
      if (movedTo !== undefined && status !== 'refuted') {
        this.#set(id, { own: 'sound', trust: 'verified', supports: [movedTo], marks, cleared })
        return [id]
      }
      // What a rule holds back sticks to what is made from it; standing tells the rest.
      const own: OwnStanding = status === 'refuted' ? 'gone' : isWaiting ? 'waiting' : 'sound'
      this.#set(id, { own, trust: status, supports, marks, cleared }, since)
      return [id]
    })
  }

  /** A first version that compaction took stands as long as its record does. */
  #noteCompacted(space: Space, key: string, entries: readonly Entry[]): string | undefined {
    const first = key.startsWith('r/') ? stringToRecordId(`${space.name}.0.${key.slice(2)}`) : undefined
    if (first === undefined || entries.length === 0) return undefined
    const id = recordIdOf(space, first.dot)
    if (!this.#graph.has(id) || space.index.get(first.dot) !== undefined) return undefined
    const context = this.#judging.contextOf(space)
    const verdict = judge(key, entries, context)
    const moved = movedTo(verdict)
    const isGone = verdict.state === 'retracted' && moved === undefined
    // What is left of its versions tells where it came from, and whether they were promoted.
    const left = entries.map(entry => this.#judging.byItself(space, readVersion(entry, context)))
    const marks = left.reduce((all, each) => all | (each.marks & ~each.cleared), 0)
    const trust = moved === undefined ? 'unknown' : 'verified'
    const state: SupportState = { own: 'sound', trust, supports: moved === undefined ? [] : [moved], marks }
    this.#set(id, state, isGone ? Math.min(...verdict.heads.map(({ time }) => time.ms)) : undefined)
    return id
  }

  /** @param since when it was retracted, ms */
  #set(id: string, state: SupportState, since?: number): void {
    if (since === undefined) this.#retracted.delete(id)
    else this.#retracted.set(id, { since, before: state })
    this.#graph.set(id, since === undefined ? state : { ...state, own: 'gone', trust: 'refuted' })
  }

  #forget(id: string): void {
    this.#retracted.delete(id)
    this.#graph.forget(id)
    this.#past = undefined
  }

  /** Where a version is, if its space is open and holds it, or the record that began with it. */
  #placeOf(id: string): KeyPlace | undefined {
    if (isPrivateToken(id)) return this.#placeOfToken(tokenKey(id))
    const parts = stringToRecordId(id)
    const space = parts && this.#spaces.get(parts.space)
    if (space === undefined) return undefined
    const key = keyOf(space, parts!.dot)
    return space.index.countOf(key) > 0 && isRemembered(key) ? { space, key } : undefined
  }

  #placeOfToken(key: string): KeyPlace | undefined {
    const space = [...this.#spaces.values()].find(each => each.visibility === 'private' && each.index.countOf(key) > 0)
    return space && { space, key }
  }
}
