import type { Entry } from './entry'

/** The entries of a key none of which descends from itself, so that its heads and latest can be had without the rest. */
export interface Lineage {
  /** the same object as long as none of them goes, and another one afterwards */
  readonly whole: object
  /** all of them, by dot */
  all(): readonly Entry[]
  /** those that no other names, by dot */
  heads(): readonly Entry[]
  /** all of them, each after all that name it, in the order of `ancestryOf`: the heads first; as far as somebody asks */
  childrenFirst(): Iterable<Entry>
}

/** Whether entries come with what is known of how they descend. */
export function isLineage(entries: readonly Entry[] | Lineage): entries is Lineage {
  return 'childrenFirst' in entries
}
