import type { GateNote, HoldReason, Instant, Kind, Origin, Scope, Source, SourceClass, Status, Trust } from '../model'
import type { Tier } from '../sync'
import type { Support } from './support'

/** Who wrote a record, and for whom: from the relay's binding of the writer's id once it has one. */
export interface Author {
  readonly agent: string
  readonly user?: string
}

/** One memory as readers see it: the head of its key. Frozen, deep; each reading of a time gives a Date of its own. */
export interface MemoryRecord {
  /** `space.segment.writer.clock` of its first version, for example `team.0.4f2k9z.18`; valid for ever. */
  readonly id: string
  readonly space: string
  readonly kind: Kind
  /** The path of a fact, `order/42/status`; absent on plain records. */
  readonly key?: string
  /** The value of a fact. */
  readonly value?: unknown
  readonly content: string
  readonly title?: string
  readonly scope: Scope
  readonly tags: readonly string[]
  readonly author: Author
  /** Whom its payload says it is by, where that is another than the relay bound to the writer's id: in quarantine, unless a curator wrote it. */
  readonly claimed?: Author
  /** When this version was written, by its author's hybrid clock. */
  readonly time: Instant
  readonly confidence?: number
  readonly importance?: number
  readonly pinned: boolean
  readonly sensitivity?: string
  readonly validFrom?: Instant
  readonly validTo?: Instant
  readonly expires?: Instant
  readonly derivedFrom: readonly string[]
  readonly source?: Source
  /** Where it was before it was moved here, and who wrote it there, as its mover says. */
  readonly origin?: Origin
  /** The version shown: `id` is its first one's. */
  readonly version: string
  /** Whether it has been looked into, by whom its space asks for. */
  readonly status: Status
  /** Whether it waits for validation, rests on what does, was refuted, or is in another's name (`claimed`): only readers who filter by `status` see it. */
  readonly quarantined: boolean
  /** How far to trust it now: at most as far as the weakest of what it was made from; `unknown` where that is not held here. */
  readonly trust: Trust
  /** Where it and all it was made from came from, as far as this replica holds that; the least to be trusted first. */
  readonly origins: readonly SourceClass[]
  /** What it was made from, and how each of that stands now. */
  readonly supports: readonly Support[]
  readonly metadata?: Readonly<Record<string, unknown>>
  /** What the write gate of its author found of it; absent where that is nothing. */
  readonly gate?: GateNote & {
    /** On what `add` returns only: it was there already, and has been said so many times again on this device. */
    readonly repeated?: number
  }
  /** How many versions of it this replica holds, the shown one included. */
  readonly versions: number
  /** True when other heads stand beside the shown one: see `history(id)`, or `facts.get(key)` for facts. */
  readonly disputed: boolean
  /** How safe this version is now. */
  readonly durability: Tier | 'refused'
  /**
   * Resolves when this version has reached the tier.
   *
   * @throws CommonplaceError the relay's code when it is refused; `private` or `no-relay` where no relay will have it;
   * `closed`; the signal's reason
   */
  durable(tier: Tier, options?: { signal?: AbortSignal | undefined }): Promise<void>
}

/** One version of a record, superseded or not. */
export interface RecordVersion {
  readonly id: string
  readonly content: string
  readonly value?: unknown
  readonly author: Author
  /** Whom its payload says it is by, where that is another: a false claim, or a copy. */
  readonly claimed?: Author
  /** When it was written: as it claims, but not after the relay received it. */
  readonly time: Instant
  /** What it claims, where that is later than it can be: its writer's clock was fast. */
  readonly claimedTime?: Instant
  /** The latest that the relay can have received it, to ten seconds, where it is known to have it. */
  readonly received?: Instant
  /**
   * `current` is what readers are given; what is held back says why. Of a `compacted` one the content is gone, and `time`
   * is when it was superseded; what came before it is not listed.
   */
  readonly state: 'current' | 'superseded' | 'compacted' | 'retracted' | 'ignored' | HoldReason
  /** The versions it superseded. */
  readonly parents: readonly string[]
  /** Why it was retracted or is ignored. */
  readonly reason?: string
}
