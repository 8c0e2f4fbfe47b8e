/** How far something is to be trusted, least first. `unknown`: it rests on what this replica does not hold. */
export const trustOrder = ['refuted', 'proposed', 'unknown', 'plain', 'verified'] as const

/** A status, or that it cannot be known here. */
export type Trust = (typeof trustOrder)[number]

/** A version among those that it rests on and that rest on it. */
export interface SupportNode {
  readonly id: string
  /** how it stands by itself: 2 sound, 1 waiting, 0 gone; undefined when it is not here */
  level: 0 | 1 | 2 | undefined
  /** its own trust, as a position in `trustOrder` */
  rank: number
  /** what sticks to it by itself, as bits, and what validators cleared */
  marks: number
  cleared: number
  supports: readonly SupportNode[]
  readonly dependents: Set<SupportNode>
  /** how it stands with all it rests on */
  standing: 0 | 1 | 2
  /** its trust with all it rests on */
  trust: number
  /** what sticks to it with all it was made from */
  taint: number
  /** whether nothing but a loop holds it up, and nothing below it is gone */
  isLooped: boolean
}
