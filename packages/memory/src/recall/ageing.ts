import { type Indexed, momentOf } from './indexed'
import type { Part } from './parts'

/** What searches make of the kind of a record. */
export interface KindRank {
  /** What it adds to the score. */
  readonly weight: number
  /** After how long a record counts half as recent, ms; infinite where age does not matter. */
  readonly halfLifeMs: number
}

export interface Ageing {
  readonly kinds?: ReadonlyMap<string, KindRank>
  /** When a record was last said again, ms, where it was. */
  readonly saidAgain?: (id: string) => number | undefined
}

/**
 * What kind and age do to a score: its kind's weight, and from 0 for what is new down to -1 for what is old, half of it
 * each half-life. Counted from when it was written, took place, or was last said again. What is pinned does not age.
 */
export function ageOf(
  record: Indexed,
  now: number | undefined,
  { kinds, saidAgain }: Ageing,
  set: (part: Part, value: number) => void,
): void {
  const kind = kinds?.get(record.kind)
  if (kind === undefined) return
  if (kind.weight !== 0) set('kind', kind.weight)
  if (record.pinned || now === undefined || !Number.isFinite(kind.halfLifeMs)) return
  const last = Math.max(momentOf(record), saidAgain?.(record.id) ?? Number.NEGATIVE_INFINITY)
  const age = Math.max(0, now - last)
  if (age > 0) set('decay', 2 ** (-age / kind.halfLifeMs) - 1)
}
