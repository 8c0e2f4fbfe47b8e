import {
  type Checkpoint,
  checkpointFor,
  clearedOf,
  type Dot,
  dotToString,
  type Entry,
  type HoldReason,
  heldBy,
  isForged,
  isTainted,
  type JudgeContext,
  judge,
  marksOf,
  noVotes,
  type OwnStanding,
  type QuarantineRule,
  readKey,
  readVersion,
  recordKey,
  retractedIn,
  type Standing,
  type Status,
  SupportGraph,
  statusOf,
  type Trust,
  type Version,
  type Votes,
  validationKey,
  votesIn,
} from '../model'
import type { Space } from '../space/space'
import { movedTo } from './moved'
import { idsOfToken, isPrivateToken, tokenKey, tokenOfKey } from './private-token'
import { recordIdToString, stringToRecordId } from './record-id'

/** A key of an open space. */
export interface KeyPlace {
  readonly space: Space
  readonly key: string
}

/** What has to be looked into before readers are given it. */
export interface StandingsOptions {
  readonly checkpoints: readonly Checkpoint[]
  readonly quarantine: readonly QuarantineRule[]
}

/** One thing that a record was made from. `unknown`: this replica does not hold it. */
export interface Support {
  readonly id: string
  readonly standing: Standing | 'unknown'
}

/**
 * What validators found, what was retracted, and what therefore stands, over all open spaces: kept up key by key. A
 * change is taken in by `note`; `settle` then tells which keys it reaches beyond its own.
 */
export class Standings {
  readonly #checkpoints: readonly Checkpoint[]
  readonly #quarantine: readonly QuarantineRule[]
  readonly #contextOf: (space: Space) => JudgeContext
  readonly #graph = new SupportGraph()
  readonly #spaces = new Map<string, Space>()
  /** The versions of each key that are in the graph. */
  readonly #noted = new Map<Space, Map<string, readonly string[]>>()

  /** @param contextOf what judging in a space rests on, without what is held back */
  constructor({ checkpoints, quarantine }: StandingsOptions, contextOf: (space: Space) => JudgeContext) {
    this.#checkpoints = checkpoints
    this.#quarantine = quarantine
    this.#contextOf = contextOf
  }

  opened(space: Space): void {
    this.#spaces.set(space.name, space)
    this.#noted.set(space, new Map())
  }

  /** What is in a space that is let go is not here any more. */
  closed(space: Space): void {
    for (const ids of this.#noted.get(space)?.values() ?? []) for (const id of ids) this.#graph.forget(id)
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
    const left: KeyPlace[] = [{ space, key }]
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

  /** Why a version is held back now, apart from time. */
  holds(space: Space, version: Version): HoldReason | undefined {
    if (isForged(version, this.#contextOf(space).mayCurate)) return 'forged'
    if (!version.record.ok || version.record.body.type === 'tombstone') return undefined
    const status = this.statusOf(space, version)
    if (status === 'refuted') return 'refuted'
    const standing = this.#graph.standingOf(idOf(space, version.entry.dot))
    if (standing === 'closed') return 'closed'
    const waits = standing === 'waiting' || (status === 'proposed' && this.checkpointOf(space, version))
    return waits || isTainted(this.#rulesOn(space, version)) ? 'quarantined' : undefined
  }

  statusOf(space: Space, version: Version): Status {
    return this.#statusFor(space, version, this.#rulesOn(space, version))
  }

  /** What sticks to a version, with all it was made from: the classes of its sources, and the rules that hold it back. */
  taintOf(space: Space, version: Version): number {
    const inherited = this.#graph.taintOf(idOf(space, version.entry.dot))
    if (inherited !== undefined) return inherited
    const marks = marksOf(this.#quarantine, space.name, version)
    return marks === 0 ? 0 : marks & ~this.#clearedOf(space, version)
  }

  votesOf(space: Space, { entry }: Version): Votes {
    const key = validationKey(entry.key)
    if (space.index.countOf(key) === 0) return noVotes
    return votesIn(space.index.entriesOf(key), this.#contextOf(space)).get(dotToString(entry.dot)) ?? noVotes
  }

  /** How far a version is to be trusted with all it rests on. */
  trustOf(space: Space, version: Version): Trust {
    return this.#graph.trustOf(idOf(space, version.entry.dot)) ?? this.statusOf(space, version)
  }

  supportsOf(space: Space, { entry }: Version): readonly Support[] {
    return this.supportsOfId(idOf(space, entry.dot))
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

  checkpointOf(space: Space, { record }: Version): Checkpoint | undefined {
    return checkpointFor(this.#checkpoints, space.name, record.ok ? record.body.kind : undefined)
  }

  /** Whose finding counts on a version, by the checkpoint and the rules that hold it back; anybody's when undefined. */
  amongOf(space: Space, version: Version): readonly string[] | undefined {
    const rules: readonly { readonly among?: readonly string[] }[] = heldBy(
      this.taintOf(space, version),
      this.#quarantine,
    )
    const checkpoint = this.checkpointOf(space, version)
    const all = checkpoint ? [checkpoint, ...rules] : rules
    const named = all.flatMap(({ among }) => (among ? [among] : []))
    return named.length === 0 || named.length < all.length ? undefined : [...new Set(named.flat())]
  }

  /** As `taintOf`, where there are rules at all: asked for every record that is read. */
  #rulesOn(space: Space, version: Version): number {
    return this.#quarantine.length === 0 ? 0 : this.taintOf(space, version)
  }

  #clearedOf(space: Space, version: Version): number {
    return this.#quarantine.length === 0 ? 0 : clearedOf(this.#quarantine, version, this.votesOf(space, version))
  }

  /** @param taint what sticks to it; a version that a rule holds back waits for validation, whatever else it is */
  #statusFor(space: Space, version: Version, taint: number): Status {
    const status = statusOf(version, this.votesOf(space, version), this.checkpointOf(space, version))
    return status !== 'refuted' && isTainted(taint) ? 'proposed' : status
  }

  #supportAt(id: string): Support {
    return Object.freeze({ id, standing: this.#graph.holds(id) ? this.#graph.standingOf(id) : 'unknown' })
  }

  /** @returns the keys of what it rests on that is here and was not noted, its own among them */
  #noteOne({ space, key }: KeyPlace): KeyPlace[] {
    const noted = this.#noted.get(space)
    if (noted === undefined) return []
    if (space.visibility === 'private' && tokenOfKey(key) !== undefined) return this.#noteToken(space, key)
    if (!isRemembered(key)) return []
    const before = noted.get(key) ?? []
    const entries = space.index.entriesOf(key)
    const involved = entries.filter(entry => mayRest(entry) || this.#graph.has(idOf(space, entry.dot)))
    const now = involved.length > 0 ? this.#noteEntries(space, key, entries, involved) : []
    const first = this.#noteCompacted(space, key, entries)
    if (first !== undefined) now.push(first)
    if (now.length > 0) noted.set(key, now)
    else noted.delete(key)
    const gone = before.filter(id => !now.includes(id) && !this.#isUnderAnother(id, space, key))
    for (const id of gone) this.#graph.forget(id)
    const rests = now.flatMap(id => this.#graph.supportsOf(id)).filter(id => !this.#graph.holds(id))
    const missing = new Set([...rests, ...gone.filter(id => this.#graph.has(id))])
    return [...missing].flatMap(id => this.#placeOf(id) ?? [])
  }

  /** A token rests on what it stands for: whoever can resolve it sees what was made from it fall with that. */
  #noteToken(space: Space, key: string): KeyPlace[] {
    const supports = idsOfToken(space, key)
    if (supports === undefined) return []
    const token = tokenOfKey(key)!
    this.#graph.set(token, { own: 'sound', trust: 'verified', supports })
    this.#noted.get(space)!.set(key, [token])
    return supports.filter(id => !this.#graph.holds(id)).flatMap(id => this.#placeOf(id) ?? [])
  }

  /** Whether the version of an id stands under another key: a key may be named after a version that is not its own. */
  #isUnderAnother(id: string, space: Space, key: string): boolean {
    const standing = space.index.get(stringToRecordId(id)!.dot)
    return standing !== undefined && standing.key !== key
  }

  #noteEntries(space: Space, key: string, entries: readonly Entry[], involved: readonly Entry[]): string[] {
    const context = this.#contextOf(space)
    const retracted = retractedIn(key, entries, context)
    return involved.flatMap(entry => {
      const id = idOf(space, entry.dot)
      const version = readVersion(entry, context)
      const body = version.record.ok ? version.record.body : undefined
      const rests = body !== undefined && (body.type === 'record' || body.type === 'fact')
      const supports = rests ? [...new Set(body.derivedFrom)].filter(each => each !== id) : []
      if (supports.length === 0 && !this.#graph.has(id)) return []
      const [marks, cleared] = [marksOf(this.#quarantine, space.name, version), this.#clearedOf(space, version)]
      const status = this.#statusFor(space, version, marks & ~cleared)
      const at = dotToString(entry.dot)
      const movedTo = retracted.get(at)
      if (movedTo !== undefined && status !== 'refuted') {
        this.#graph.set(id, { own: 'sound', trust: 'verified', supports: [movedTo], marks, cleared })
        return [id]
      }
      const isGone = retracted.has(at) || status === 'refuted'
      // What a rule holds back sticks to what is made from it; standing tells the rest.
      const isWaiting =
        isForged(version, context.mayCurate) ||
        (status === 'proposed' && this.checkpointOf(space, version) !== undefined)
      const own: OwnStanding = isGone ? 'gone' : isWaiting ? 'waiting' : 'sound'
      this.#graph.set(id, { own, trust: isGone ? 'refuted' : status, supports, marks, cleared })
      return [id]
    })
  }

  /** A first version that compaction took stands as long as its record does. */
  #noteCompacted(space: Space, key: string, entries: readonly Entry[]): string | undefined {
    const first = key.startsWith('r/') ? stringToRecordId(`${space.name}.0.${key.slice(2)}`) : undefined
    if (first === undefined || entries.length === 0) return undefined
    const id = idOf(space, first.dot)
    if (!this.#graph.has(id) || space.index.get(first.dot) !== undefined) return undefined
    const context = this.#contextOf(space)
    const verdict = judge(key, entries, context)
    const moved = movedTo(verdict)
    const isGone = verdict.state === 'retracted' && moved === undefined
    // What is left of its versions tells where it came from, and whether they were promoted.
    const left = entries.map(entry => readVersion(entry, context))
    const taints = left.map(each => marksOf(this.#quarantine, space.name, each) & ~this.#clearedOf(space, each))
    const marks = taints.reduce((all, taint) => all | taint, 0)
    this.#graph.set(id, {
      own: isGone ? 'gone' : 'sound',
      trust: isGone ? 'refuted' : moved === undefined ? 'unknown' : 'verified',
      supports: moved === undefined ? [] : [moved],
      marks,
    })
    return id
  }

  /** Where a version is, if its space is open and holds it, or the record that began with it. */
  #placeOf(id: string): KeyPlace | undefined {
    if (isPrivateToken(id)) return this.#placeOfToken(tokenKey(id))
    const parts = stringToRecordId(id)
    const space = parts && this.#spaces.get(parts.space)
    if (space === undefined) return undefined
    const key = space.index.get(parts!.dot)?.key ?? recordKey(parts!.dot)
    return space.index.countOf(key) > 0 && isRemembered(key) ? { space, key } : undefined
  }

  #placeOfToken(key: string): KeyPlace | undefined {
    const space = [...this.#spaces.values()].find(each => each.visibility === 'private' && each.index.countOf(key) > 0)
    return space && { space, key }
  }
}

/** Whether a key is a record's or a fact's: what stands under others holds nothing up. */
function isRemembered(key: string): boolean {
  const name = readKey(key)
  return name?.type === 'record' || name?.type === 'fact'
}

function idOf(space: Space, dot: Dot): string {
  return recordIdToString({ space: space.name, segment: 0, dot })
}

/** Whether a payload can name what it was made from, told without reading it: JSON may write any letter as `\u….` */
function mayRest({ payload }: Entry): boolean {
  return payload.includes('derivedFrom') || payload.includes('\\u')
}
