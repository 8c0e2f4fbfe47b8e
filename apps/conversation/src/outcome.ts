import type { Category } from './conversation'

/** What one conversation showed. */
export interface Outcome {
  readonly conversation: string
  /** How many processes remembered it. */
  readonly agents: number
  /** Records in the shared space. */
  readonly records: number
  /** Records in the private spaces. */
  readonly notes: number
  /** Of the shared ones, how many were written without a connection. */
  readonly offline: number
  /** Records that some replica does not hold, or holds with other content than was written. */
  readonly lost: number
  /** Content hash of every replica. */
  readonly hashes: readonly string[]
  /** From `add` in one process to the change event in another, ms, one a record that was written while connected. */
  readonly propagationMs: readonly number[]
  readonly searchMs: readonly number[]
  /** Evidence recall at 10, one a question. */
  readonly recalls: readonly { readonly category: Category; readonly recall: number }[]
}
