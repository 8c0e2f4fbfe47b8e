/** A value that changes, read now or listened to. */
export interface Observable<T> {
  readonly value: T
  subscribe(listener: (value: T) => void): () => void
}

/** How far a write has come. */
export type Durability = 'memory' | 'local' | 'relay' | 'refused'

/** Who wrote, and for whom. */
export interface InspectedAuthor {
  readonly agent: string
  readonly user?: string
}

/** A record as this page reads it. */
export interface InspectedRecord {
  readonly id: string
  readonly space: string
  readonly kind: string
  readonly content: string
  readonly title?: string
  /** Facts only. */
  readonly key?: string
  /** Facts only. */
  readonly value?: unknown
  readonly author: InspectedAuthor
  readonly scope: { readonly user?: string; readonly agent?: string; readonly run?: string; readonly app?: string }
  readonly tags: readonly string[]
  readonly time: Date
  readonly confidence?: number
  readonly importance?: number
  readonly pinned: boolean
  readonly sensitivity?: string
  readonly validFrom?: Date
  readonly validTo?: Date
  readonly expires?: Date
  readonly derivedFrom: readonly string[]
  readonly source?: { readonly type: string; readonly name?: string; readonly uri?: string }
  readonly status: string
  readonly metadata?: Readonly<Record<string, unknown>>
  readonly versions: number
  readonly disputed: boolean
  readonly durability: Durability
  durable(tier: 'memory' | 'local' | 'relay', options?: { signal?: AbortSignal }): Promise<void>
}

/** One version of a record, superseded or not. */
export interface InspectedVersion {
  readonly id: string
  readonly content: string
  readonly value?: unknown
  readonly author: InspectedAuthor
  readonly time: Date
  readonly state: 'current' | 'superseded' | 'retracted' | 'ignored'
  readonly parents: readonly string[]
  readonly reason?: string
}

/** One side of a fact. */
export interface InspectedSide {
  readonly id: string
  readonly value: unknown
  readonly author: { readonly agent: string; readonly user?: string }
  readonly time: Date
  readonly confidence?: number
  readonly evidence: readonly string[]
}

/** A fact: settled, or several sides that did not see each other. */
export interface InspectedFact {
  readonly key: string
  readonly space: string
  readonly value: unknown
  readonly settled: boolean
  readonly sides: readonly InspectedSide[]
  /** The fact as a record. */
  readonly record: InspectedRecord
}

/** A found record, with what its score is made of. */
export interface InspectedHit {
  readonly record: InspectedRecord
  readonly score: number
  readonly why: {
    readonly parts: readonly { readonly name: string; readonly value: number }[]
    readonly words: readonly string[]
  }
}

/** A write the relay refused for good; it is kept for its author. */
export interface InspectedRefusal {
  readonly code: string
  readonly message: string
}

/** The state of one space's session with the relay. */
export interface InspectedSpaceStatus {
  readonly state: string
  readonly pending: number
  readonly oldestPendingMs?: number
  readonly refused: readonly InspectedRefusal[]
  readonly epoch: string
  /** Everything the relay had is here, and everything since follows. */
  readonly synced: boolean
  readonly incomplete: boolean
  readonly denied?: { readonly code: string; readonly message: string }
  readonly fault?: { readonly code: string; readonly message: string }
}

/** The state of everything that has to leave this device. */
export interface InspectedStatus {
  readonly connection: 'none' | 'paused' | 'offline' | 'connecting' | 'online' | 'closed'
  readonly attempt?: number
  readonly pending: number
  readonly oldestPendingMs?: number
  readonly refused: number
  readonly spaces: Readonly<Record<string, InspectedSpaceStatus>>
  readonly error?: { readonly code: string; readonly message: string }
}

/** What a new record may carry. */
export interface NewRecord {
  readonly space?: string
  readonly kind?: string
  readonly tags?: readonly string[]
}

/** What this page tells its listeners. */
export interface InspectedEvents {
  change: { readonly space: string; readonly records: readonly InspectedRecord[]; readonly closed: readonly string[] }
  conflict: InspectedFact
  resolved: InspectedFact
}

/** The narrow part of a memory that the inspector reads and writes through. */
export interface InspectedMemory {
  getAll(options: { scope: 'all' }): Promise<readonly InspectedRecord[]>
  search(text: string, options: { limit: number; scope: 'all'; prefix: boolean }): Promise<readonly InspectedHit[]>
  history(id: string): Promise<readonly InspectedVersion[]>
  add(content: string, options: NewRecord): Promise<InspectedRecord>
  readonly facts: {
    conflicts(): Promise<readonly InspectedFact[]>
    resolve(
      key: string,
      resolution: { readonly side: string } | { readonly value: unknown },
      options: { space: string; reason?: string },
    ): Promise<InspectedFact>
    assert(key: string, value: unknown, options: { space?: string; confidence?: number }): Promise<InspectedFact>
  }
  readonly spaces: { list(): readonly { readonly name: string; readonly visibility: 'shared' | 'private' }[] }
  readonly sync: { readonly status: Observable<InspectedStatus>; pause(): void; resume(): void }
  on<Name extends keyof InspectedEvents>(name: Name, listener: (event: InspectedEvents[Name]) => void): () => void
}
