import type { Json, JsonObject } from './json'
import type { Timestamp } from './time'

/** The kinds of memory, after CoALA (Sumers et al., 2023). */
export type Kind = 'working' | 'episodic' | 'semantic' | 'procedural'

/** What an entry says: a memory, one side of a fact, that its key is no more, or what a validator found of a version. */
export type RecordType = 'record' | 'fact' | 'tombstone' | 'validation'

/** Whether anybody has looked into it. `plain`: nobody was asked to. */
export type Status = 'plain' | 'proposed' | 'verified' | 'refuted'

/** How far it may travel. */
export type Sensitivity = 'public' | 'internal' | 'confidential' | 'restricted'

/** Whom a record is about or for: any subset of Mem0's four. */
export interface Scope {
  readonly user?: string
  readonly agent?: string
  readonly run?: string
  readonly app?: string
}

/** Who wrote, and for whom. As claimed in a payload; readers prefer what the relay bound to the client id. */
export interface Author {
  readonly agent: string
  readonly user?: string
}

/** Where the content came from. */
export interface Source {
  /** such as `user`, `tool`, `document`, `agent` */
  readonly type: string
  readonly name?: string
  readonly uri?: string
  /** the conversation or session it was heard in */
  readonly session?: string
}

/** What a write gate found of a record when it was written. */
export interface GateNote {
  /** ids of records that said nearly the same */
  readonly similarTo?: readonly string[]
  /** what sorts of secrets were taken out */
  readonly redacted?: readonly string[]
}

/** Where a record was before it was moved to another space: the version it was there, and by whom, as its mover says. */
export interface Origin {
  /** `space.segment.writer.clock` */
  readonly id: string
  readonly author: Author
}

/** What a newer program wrote beside the fields known here. Carried along when the record is written again. */
export interface Extra {
  /** fields after the last position known here */
  readonly tail?: readonly Json[]
  /** optional fields whose names are not known here */
  readonly fields?: JsonObject
}

/** One version of a record, as an entry's payload says it. Frozen, deeply, when it comes from `decodeRecord`. */
export interface RecordBody {
  readonly type: RecordType
  readonly kind: Kind
  /** text, or a JSON value; at most 64 kB */
  readonly content: Json
  readonly scope: Scope
  readonly tags: readonly string[]
  readonly author: Author
  /** when the writer wrote it, by its hybrid clock */
  readonly time: Timestamp
  readonly status: Status
  /** ids of the records it was made from */
  readonly derivedFrom: readonly string[]
  readonly source?: Source
  /** what a fact states; absent for records */
  readonly value?: Json
  /** the version that a validation speaks of: its dot, as `dotToString` writes it */
  readonly of?: string
  readonly title?: string
  /** the entity it is about, when that is not the user of the scope */
  readonly subject?: string
  /** 0 to 1 */
  readonly confidence?: number
  /** 0 to 1 */
  readonly importance?: number
  readonly pinned?: boolean
  readonly sensitivity?: Sensitivity
  /** from when it holds, milliseconds since 1970 */
  readonly validFrom?: number
  /** when it ceases to hold, milliseconds since 1970 */
  readonly validTo?: number
  /** when it is forgotten, milliseconds since 1970 */
  readonly expires?: number
  /** why it was retracted, refuted or resolved */
  readonly reason?: string
  /** what its writer's gate found of it */
  readonly gate?: GateNote
  readonly metadata?: JsonObject
  readonly origin?: Origin
  /** of a tombstone: the version that stands for the key in another space, by id, or by the token of a private one */
  readonly movedTo?: string
  readonly extra?: Extra
}
