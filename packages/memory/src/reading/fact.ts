import type { Instant, ConflictRule as Rule, Status } from '../model'
import type { Author, MemoryRecord } from './record'

/** One claim about a fact, made without having seen the others. Frozen. */
export interface FactSide {
  /** The id of the version that claims it; `facts.resolve` takes it. */
  readonly id: string
  readonly value: unknown
  /** True when this side says that the fact is no more. */
  readonly retracted: boolean
  readonly content: string
  /** Who said it last. */
  readonly author: Author
  /** Everybody who says it and has not been superseded, the first to say it first. */
  readonly heldBy: readonly Author[]
  readonly time: Instant
  readonly confidence?: number
  /** Whether it has been looked into, and by whom. */
  readonly status: Status
  readonly verifiedBy: readonly string[]
  readonly refutedBy: readonly string[]
  /** Ids of the records it rests on. */
  readonly evidence: readonly string[]
  readonly validFrom?: Instant
  readonly validTo?: Instant
}

/** What a team holds to be so under one key. The same object on every replica, in every order of delivery. Frozen. */
export interface Fact {
  readonly key: string
  readonly space: string
  /** True when its writers agree: one side, or several that say the same. */
  readonly settled: boolean
  /** What reads give: the settled value, or the side the conflict rule chooses; undefined while the rule is `manual`. */
  readonly value: unknown
  /** The side that `value` comes from. */
  readonly chosen?: FactSide
  /** Every claim that nobody has superseded, each value once, oldest first; a retraction is a side of its own. */
  readonly sides: readonly FactSide[]
  /** Claims that wait for validation: they replace nothing before. */
  readonly waiting: readonly FactSide[]
  /**
   * How often, within its last 16 versions, it came to have a value again that it had given up before. Two or more: its
   * writers undo each other.
   */
  readonly flips: number
  /** The fact as a record. */
  readonly record: MemoryRecord
}

/** What readers are given while agents disagree: one of the rules by name, a ranking of agents, or a function of the sides. */
export type ConflictRule = Rule<FactSide>
