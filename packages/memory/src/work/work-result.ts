import type { Instant } from '../model'
import type { Author } from '../reading/record'

/** One completed run of a piece of work. */
export interface WorkRun {
  readonly value: unknown
  readonly author: Author
  readonly time: Instant
  /** Whether it was committed under a lease; if not, the relay was out of reach and other runs may stand beside it. */
  readonly leased: boolean
}

/** What a piece of work has come to, the same on every replica that holds the same. Frozen. */
export interface WorkResult extends WorkRun {
  readonly key: string
  readonly space: string
  readonly expires?: Instant
  /** True when runs overlapped: several results stand under the key, and this one counts. */
  readonly overlapped: boolean
  /** All of them, the one that counts first. */
  readonly runs: readonly WorkRun[]
}
