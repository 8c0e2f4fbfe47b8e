import { type Kind, parseDuration } from '../model'

/** How one kind of memory is kept, shared and found. Durations as text (`'90d'`) or milliseconds. */
export interface KindPolicy {
  /**
   * Where a record goes whose writer names no space: the topology's `default` space, the first `shared` one, the first
   * `private` one; `presence`: nowhere, it is working memory.
   */
  readonly sync: 'default' | 'shared' | 'private' | 'presence'
  /** How long a version is kept after another superseded it; docs/kinds.md says what goes then. */
  readonly retention: string | number | 'forever'
  /** When a record is forgotten whose writer says nothing about it, from when it was written; pinned ones never are. */
  readonly expires: string | number | 'never'
  /** After how long a record that nobody said again counts half as recent to a search; pinned ones never age. */
  readonly halfLife: string | number | 'never'
  /** What the kind adds to the score of a search, against other kinds. */
  readonly weight: number
}

/** The policy of each kind of memory. */
export type KindPolicies = Readonly<Record<Kind, KindPolicy>>

/**
 * The kinds of memory (CoALA, Sumers et al., 2023) and what becomes of each, unless `openMemory({ kinds })` says otherwise.
 * Nothing written expires or loses its versions by itself: what an application may forget, it says.
 */
export const kindPolicies: KindPolicies = {
  working: { sync: 'presence', retention: 0, expires: 'never', halfLife: 'never', weight: 0 },
  episodic: { sync: 'default', retention: 'forever', expires: 'never', halfLife: '90d', weight: 0 },
  semantic: { sync: 'default', retention: 'forever', expires: 'never', halfLife: 'never', weight: 0.1 },
  procedural: { sync: 'default', retention: 'forever', expires: 'never', halfLife: 'never', weight: 0.1 },
}

/** The table with a caller's changes to it. */
export function kindPoliciesOf(changes: Partial<Record<Kind, Partial<KindPolicy>>> = {}): KindPolicies {
  const changed = (kind: Kind) => Object.freeze({ ...kindPolicies[kind], ...changes[kind] })
  return Object.freeze({
    working: changed('working'),
    episodic: changed('episodic'),
    semantic: changed('semantic'),
    procedural: changed('procedural'),
  })
}

/** Milliseconds of a policy's duration; infinite for `forever` and `never`. */
export function policyMs(duration: string | number): number {
  return duration === 'forever' || duration === 'never' ? Number.POSITIVE_INFINITY : parseDuration(duration)
}
