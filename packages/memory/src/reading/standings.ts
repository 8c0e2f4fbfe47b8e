import { lazy } from '../lazy'
import {
  type Checkpoint,
  checkpointFor,
  clearedOf,
  dotToString,
  type HoldReason,
  inTurns,
  isForged,
  isLedgerKey,
  isTainted,
  type JudgeContext,
  marksOf,
  noVotes,
  type Pause,
  type QuarantineRule,
  type Standing,
  type Status,
  statusOf,
  type Trust,
  type Version,
  type Votes,
  validationKey,
  votesIn,
} from '../model'
import type { Space } from '../space/space'
import type { KeyPlace } from './key-place'
import { isRemembered } from './may-rest'
import { tokenOfKey } from './private-token'
import type { Support } from './support'
import type { ByItself, Erasures, Supports } from './supports'

const supportsPart = lazy(() => import('./supports'))

/** What has to be looked into before readers are given it. */
export interface StandingsOptions {
  readonly checkpoints: readonly Checkpoint[]
  readonly quarantine: readonly QuarantineRule[]
  readonly pause: Pause
  readonly erasures: Erasures
}

/**
 * What validators found, what was retracted, and what therefore stands, over all open spaces. What rests on what is worked
 * out by a part that is loaded where something rests on something: before anything is heard from a relay, before a space
 * with such a record is open, before this agent writes one. What comes another way, from another tab or a provider of the
 * document, counts as standing until the part is there, and is judged again then.
 */
export class Standings {
  readonly quarantine: readonly QuarantineRule[]
  readonly #checkpoints: readonly Checkpoint[]
  readonly #contextOf: (space: Space) => JudgeContext
  readonly #pause: Pause
  readonly #erasures: Erasures
  readonly #spaces = new Set<Space>()
  /** Keys that wait for the part. */
  readonly #late = new Map<Space, Set<string>>()
  #supports: Supports | undefined
  /** What was found of the key that was asked about last, until something changes: each of its sides asks several times. */
  #found: { readonly space: Space; readonly key: string; readonly votes: ReadonlyMap<string, Votes> } | undefined

  /** @param contextOf what judging in a space rests on, without what is held back */
  constructor(
    { checkpoints, quarantine, pause, erasures }: StandingsOptions,
    contextOf: (space: Space) => JudgeContext,
  ) {
    this.#pause = pause
    this.#erasures = erasures
    this.#checkpoints = checkpoints
    this.quarantine = quarantine
    this.#contextOf = contextOf
  }

  /**
   * Loads what works out what rests on what, and takes in what came before it was there.
   *
   * @throws CommonplaceError `offline`
   */
  async ready(): Promise<void> {
    const { Supports } = await supportsPart(part => part)
    if (!this.#supports) {
      const byItself = (space: Space, version: Version) => this.#byItself(space, version)
      this.#supports = new Supports({ contextOf: this.#contextOf, byItself, erasures: this.#erasures })
      for (const space of this.#spaces) this.#supports.opened(space)
    }
    for (const [space, keys] of this.#late) {
      await inTurns(keys, this.#pause, key => {
        keys.delete(key)
        this.#supports!.note(space, key)
      })
      this.#late.delete(space)
    }
  }

  /** Resolves when all that was noted counts; undefined when it does: then nobody need wait. */
  caughtUp(): Promise<void> | undefined {
    return this.#late.size > 0 ? this.ready() : undefined
  }

  opened(space: Space): void {
    this.changed()
    this.#spaces.add(space)
    this.#supports?.opened(space)
  }

  /** Something was written, or is known to be somebody else's. */
  changed(): void {
    this.#found = undefined
  }

  closed(space: Space): void {
    this.changed()
    this.#spaces.delete(space)
    this.#late.delete(space)
    this.#supports?.closed(space)
  }

  /** The keys of a space whose versions rest on others, or on which others rest. */
  notedIn(space: Space): string[] {
    return this.#supports?.notedIn(space) ?? []
  }

  /** The keys of a space that something rests on and that were not noted yet. */
  awaitedIn(space: Space): string[] {
    return this.#supports?.awaitedIn(space) ?? []
  }

  /** Takes in how the versions of a key stand by themselves, and what they rest on. */
  note(space: Space, key: string): void {
    if (this.#supports) this.#supports.note(space, key)
    else if (this.#spaces.has(space) && mayMatter(space, key)) {
      this.#late.set(space, (this.#late.get(space) ?? new Set()).add(key))
    }
  }

  /** Works out what follows. @returns the keys of which some version now stands otherwise */
  settle(): KeyPlace[] {
    return this.#supports?.settle() ?? []
  }

  /** Calls `note` for what the versions of a key rest on, near or far, where it is told to. */
  noteAncestors(space: Space, key: string, isDue: (place: KeyPlace) => boolean): void {
    this.#supports?.noteAncestors(space, key, isDue)
  }

  /**
   * Why a version is held back, apart from when it holds.
   *
   * @param time as it stood then, ms; now when left out
   */
  holds(space: Space, version: Version, time?: number): HoldReason | undefined {
    if (isForged(version, this.#contextOf(space).mayCurate)) return 'forged'
    if (!version.record.ok || version.record.body.type === 'tombstone') return undefined
    const status = this.statusOf(space, version)
    if (status === 'refuted') return 'refuted'
    const standing =
      time === undefined ? this.#supports?.standingOf(space, version) : this.#supports?.standingAt(space, version, time)
    if (standing === 'closed') return 'closed'
    const waits = standing === 'waiting' || (status === 'proposed' && this.checkpointOf(space, version))
    return waits || isTainted(this.#rulesOn(space, version)) ? 'quarantined' : undefined
  }

  statusOf(space: Space, version: Version): Status {
    return this.#statusFor(space, version, this.#rulesOn(space, version))
  }

  /** What sticks to a version, with all it was made from: the classes of its sources, and the rules that hold it back. */
  taintOf(space: Space, version: Version): number {
    const inherited = this.#supports?.taintOf(space, version)
    if (inherited !== undefined) return inherited
    const marks = marksOf(this.quarantine, space.name, version)
    return marks === 0 ? 0 : marks & ~this.#clearedOf(space, version)
  }

  votesOf(space: Space, { entry: { key, dot } }: Version): Votes {
    if (!space.index.isValidated(key)) return noVotes
    if (this.#found?.space !== space || this.#found.key !== key) {
      const findings = space.index.entriesOf(validationKey(key))
      this.#found = { space, key, votes: votesIn(findings, this.#contextOf(space)) }
    }
    return this.#found.votes.get(dotToString(dot)) ?? noVotes
  }

  /** How far a version is to be trusted with all it rests on. */
  trustOf(space: Space, version: Version): Trust {
    return this.#supports?.trustOf(space, version) ?? this.statusOf(space, version)
  }

  supportsOf(space: Space, version: Version): readonly Support[] {
    return this.#supports?.supportsOf(space, version) ?? nothing
  }

  /** Everything that rests on a version of a key, near or far, nearest first. */
  dependentsOf(space: Space, key: string): ReturnType<Supports['dependentsOf']> {
    return this.#supports?.dependentsOf(space, key) ?? []
  }

  /** What the version of an id rests on. */
  supportsOfId(id: string): readonly Support[] {
    return this.#supports?.supportsOfId(id) ?? nothing
  }

  standingOfId(id: string): Standing {
    return this.#supports?.standingOfId(id) ?? 'open'
  }

  /** The checkpoint a version has to pass; a line of the ledger none, as nobody could validate it. */
  checkpointOf(space: Space, { entry, record }: Version): Checkpoint | undefined {
    if (isLedgerKey(entry.key)) return undefined
    return checkpointFor(this.#checkpoints, space.name, record.ok ? record.body.kind : undefined)
  }

  /** As `taintOf`, where there are rules at all: asked for every record that is read. */
  #rulesOn(space: Space, version: Version): number {
    return this.quarantine.length === 0 ? 0 : this.taintOf(space, version)
  }

  #clearedOf(space: Space, version: Version): number {
    return this.quarantine.length === 0 ? 0 : clearedOf(this.quarantine, version, this.votesOf(space, version))
  }

  /** @param taint what sticks to it; a version that a rule holds back waits for validation, whatever else it is */
  #statusFor(space: Space, version: Version, taint: number): Status {
    const status = statusOf(version, this.votesOf(space, version), this.checkpointOf(space, version))
    return status !== 'refuted' && isTainted(taint) ? 'proposed' : status
  }

  #byItself(space: Space, version: Version): ByItself {
    const [marks, cleared] = [marksOf(this.quarantine, space.name, version), this.#clearedOf(space, version)]
    const status = this.#statusFor(space, version, marks & ~cleared)
    const isWaiting =
      isForged(version, this.#contextOf(space).mayCurate) ||
      (status === 'proposed' && this.checkpointOf(space, version) !== undefined)
    return { status, marks, cleared, isWaiting }
  }
}

const nothing: readonly Support[] = Object.freeze([])

/** Whether what stands under a key may rest on something, or means what others rest on. */
function mayMatter(space: Space, key: string): boolean {
  if (space.visibility === 'private' && tokenOfKey(key) !== undefined) return true
  return isRemembered(key) && space.index.mayRest(key)
}
