/** How the place where this device keeps a memory stands. Frozen; a new one is made when something changes. */
export interface StorageStatus {
  /**
   * `disk`: what is acknowledged as `local` outlives the page or process. `memory`: nothing does, because the platform gives
   * no lasting storage, as in some private windows. `given`: the caller's own.
   */
  readonly kind: 'disk' | 'memory' | 'given'
  /** Changes that are in memory only, because the disk is full; they are tried again until there is room. */
  readonly waiting: number
  readonly waitingBytes: number
  /** Milliseconds since 1970. */
  readonly waitingSince?: number
  /** Why they wait, and what can be done. */
  readonly reason?: { readonly code: string; readonly message: string; readonly hint: string }
  /** The store is gone: the data of the site was cleared, or the database or folder deleted; or its disk failed. Nothing is kept from then on. */
  readonly lost?: { readonly code: string; readonly message: string; readonly hint: string }
  /** Whether the browser promises not to delete it by itself; absent where nobody has said. */
  readonly persisted?: boolean
  /** Why that was asked for, in the words given to `persist`. */
  readonly askedFor?: string
}

/** What a platform says of how long it keeps things. */
export interface Persistence {
  persisted(): Promise<boolean>
  persist(): Promise<boolean>
}
