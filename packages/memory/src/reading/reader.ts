import {
  type Checkpoint,
  type Entry,
  type HoldReason,
  isLedgerKey,
  type JudgeContext,
  judge,
  type Lineage,
  outsideAt,
  outsideNow,
  type Pause,
  type QuarantineRule,
  type Side,
  type Timestamp,
  type Verdict,
  type Version,
  validatedKey,
} from '../model'
import type { Space } from '../space/space'
import type { SideReading } from './chosen-side'
import type { ConflictRule, Fact, FactSide } from './fact'
import { project, type ReadPolicy } from './read-policy'
import type { MemoryRecord } from './record'
import { shownSide } from './shown-side'
import { Standings } from './standings'
import type { Erasures } from './supports'
import { retold, toFact, toFactSide } from './to-fact'
import { toRecord } from './to-record'

export interface ReaderOptions {
  readonly rule: ConflictRule
  readonly checkpoints: readonly Checkpoint[]
  readonly quarantine: readonly QuarantineRule[]
  readonly pause: Pause
  readonly mayCurate: (agent: string) => boolean
  /** what reads are given of a record */
  readonly read: ReadPolicy | undefined
  readonly now: () => number
  readonly erasures: ErasedEntries
  /** Told the time of every head that is read, so that what is written in its knowledge is later, and what it claims. */
  readonly observe: (time: Timestamp, claimed: Timestamp) => void
}

/** What was erased in the open spaces. */
export interface ErasedEntries extends Erasures {
  /** Whether something under a key was erased. */
  areAbout(space: Space, key: string): boolean
  /** The entries of a key that nobody erased. */
  left(space: Space, key: string, entries: readonly Entry[]): readonly Entry[]
}

/** What there is to see of a key. */
export interface Seen {
  /** in quarantine or not: see `record.quarantined` */
  readonly record: MemoryRecord | undefined
  readonly fact: Fact | undefined
  /** Order among records of one millisecond: the count of its hybrid clock. */
  readonly sequence: number
}

/** What there is to see of a key until something of it changes or its time comes. */
export interface View extends Seen {
  /** When the earliest of its heads expires, comes to hold, or ceases to, ms. */
  readonly until: number
}

/** A record with its order among those of one millisecond. */
export interface Timed {
  readonly record: MemoryRecord
  readonly sequence: number
}

const nothing: View = { record: undefined, fact: undefined, sequence: 0, until: Number.POSITIVE_INFINITY }

const inQuarantine: readonly HoldReason[] = ['quarantined', 'refuted', 'forged']

/** What is held back, and is shown all the same when nothing else is: first what would do, then what needs more. */
const lifts: readonly (readonly HoldReason[])[] = [[], ['not-valid'], inQuarantine, [...inQuarantine, 'not-valid']]

/** Reads keys: judges their entries by what the memory goes by and what stands, and makes records and facts of that. */
export class Reader {
  readonly standings: Standings
  readonly #options: ReaderOptions

  constructor(options: ReaderOptions) {
    this.#options = options
    this.standings = new Standings(options, space => this.#contextWith(space))
  }

  /** What judging in a space rests on now. */
  context(space: Space): JudgeContext {
    const now = this.#options.now()
    const outside = outsideNow(now)
    return this.#contextWith(space, version => outside(version) ?? this.standings.holds(space, version), now)
  }

  verdict(space: Space, key: string): Verdict {
    return this.#observed(judge(key, this.#entriesOf(space, key), this.context(space)))
  }

  /** The verdict on what held at a time, ms, as known now. @param waits whether what waits, or was refuted, counts too */
  verdictAt(space: Space, key: string, time: number, waits = false): Verdict {
    const outside = outsideAt(time)
    const lifted: readonly (HoldReason | undefined)[] = waits ? inQuarantine : []
    const holds = (version: Version) => {
      const reason = outside(version) ?? this.standings.holds(space, version, time)
      return lifted.includes(reason) ? undefined : reason
    }
    return judge(key, this.#entriesOf(space, key), this.#contextWith(space, holds))
  }

  /** The fact that held at a time, ms, as known now. @param waits as of `verdictAt` */
  factAt(space: Space, key: string, time: number, waits?: boolean): Fact | undefined {
    const fact = toFact(space, this.verdictAt(space, key, time, waits), this.#reading(space))
    return fact && this.#projected(fact, fact.record).fact
  }

  /** What there was to see of a key at a time, ms, as known now; what is held back is not. */
  lookAt(space: Space, key: string, time: number): Seen {
    return this.#seen(space, this.verdictAt(space, key, time), [])
  }

  /** How versions and sides of a space are shown, and which of them reads give. */
  #reading(space: Space): SideReading {
    const { rule, mayCurate } = this.#options
    const { standings } = this
    const verifiers = ({ heads }: Side) =>
      new Set(heads.flatMap(version => standings.votesOf(space, version).verified)).size
    const show = (side: Side) => toFactSide(space, side, standings)
    const tell = (verdict: Verdict, side: Side) => this.#told(space, verdict, side)
    return { rule, mayCurate, standings, verifiers, show, tell }
  }

  /** A side of a fact after the read policy. */
  #told(space: Space, verdict: Verdict, side: Side): FactSide | undefined {
    const shown = toFactSide(space, side, this.standings)
    if (this.#options.read === undefined || side.body?.type !== 'fact') return shown
    const record = toRecord(space, verdict, side.version, side.body, this.standings)
    const given = project(record, this.#options.read)
    return given === record ? shown : given && retold(shown, given.content)
  }

  /** @param counts which entries are looked at; all of them when left out */
  look(space: Space, key: string, counts?: (entry: Entry) => boolean): View {
    if (!isShown(key)) return nothing
    const entries = counts ? this.#allOf(space, key).filter(counts) : this.#entriesOf(space, key)
    const context = this.context(space)
    let until = Number.POSITIVE_INFINITY
    let back: readonly HoldReason[] = []
    for (const lifted of lifts) {
      if (lifted.length > 0 && !back.some(reason => lifted.includes(reason))) continue
      const holds = (version: Version) => {
        const reason = context.holds?.(version)
        return reason !== undefined && lifted.includes(reason) ? undefined : reason
      }
      const verdict = this.#observed(judge(key, entries, this.#contextWith(space, holds, context.now)))
      until = Math.min(until, nextTurn([...verdict.heads, ...verdict.held.map(({ version }) => version)], context.now))
      const { record, fact, sequence } = this.#seen(space, verdict, lifted)
      if (record || verdict.held.length === 0) return { record, fact, sequence, until }
      back = verdict.held.map(({ reason }) => reason)
    }
    return { ...nothing, until }
  }

  #seen(space: Space, verdict: Verdict, lifted: readonly HoldReason[]): Seen {
    const reading = this.#reading(space)
    const fact = toFact(space, verdict, reading)
    const sequence = verdict.heads[0]?.time.count ?? 0
    // A fact that does not hold now is no fact, but its record stays to be found.
    if (fact) return this.#projected(lifted.includes('not-valid') ? undefined : fact, fact.record, sequence)
    const side = shownSide(verdict, reading)
    const record = side?.body ? toRecord(space, verdict, side.version, side.body, this.standings) : undefined
    return this.#projected(undefined, record, side?.version.time.count ?? sequence)
  }

  /** What reads are given: a fact only where its record is shown as it is. */
  #projected(fact: Fact | undefined, record: MemoryRecord | undefined, sequence = 0): Seen {
    const shown = record && project(record, this.#options.read)
    return { record: shown, fact: shown === record ? fact : undefined, sequence }
  }

  #observed(verdict: Verdict): Verdict {
    for (const { time, record } of verdict.heads) this.#options.observe(time, record.ok ? record.body.time : time)
    return verdict
  }

  #entriesOf(space: Space, key: string): readonly Entry[] | Lineage {
    const lineage = this.#options.erasures.areAbout(space, key) ? undefined : space.index.lineageOf(key)
    return lineage ?? this.#allOf(space, key)
  }

  #allOf(space: Space, key: string): readonly Entry[] {
    return this.#options.erasures.left(space, key, space.index.entriesOf(key))
  }

  /**
   * What judging rests on, and what is held back. Made whole: V8 of Node 20 gives each `{ ...context, holds }` a hidden class of
   * its own, for 2 µs and a quarter of a kB.
   */
  #contextWith(space: Space, holds?: JudgeContext['holds'], now = this.#options.now()): JudgeContext {
    return {
      now,
      authorOf: client => space.authorOf(client),
      receivedAt: dot => space.receivedAt(dot),
      mayCurate: this.#options.mayCurate,
      holds,
    }
  }
}

/** Whether a key is a record's or a fact's, rather than the library's own. */
export function isShown(key: string): boolean {
  return !isLedgerKey(key) && validatedKey(key) === undefined
}

/** When the earliest of these expires, comes to hold, or ceases to, ms. */
function nextTurn(versions: readonly Version[], now: number): number {
  const turns = versions.flatMap(({ record }) =>
    record.ok ? [record.body.expires, record.body.validFrom, record.body.validTo] : [],
  )
  return Math.min(...turns.filter(turn => turn !== undefined && turn > now).map(Number))
}
