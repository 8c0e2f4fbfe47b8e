import { type KindPolicies, policyMs } from '../kinds/kind-policies'
import type { Kind } from '../model'

/** How long superseded versions are kept: of a space, of a kind, or of a kind in a space. */
export interface RetentionRule {
  readonly space?: string
  readonly kind?: Exclude<Kind, 'working'>
  /** Counted from when another version superseded them. */
  readonly keep: string | number | 'forever'
}

/** Whether anything is ever dropped. */
export function dropsAnything(rules: readonly RetentionRule[], kinds: KindPolicies): boolean {
  const all = [
    ...rules.map(({ keep }) => keep),
    kinds.episodic.retention,
    kinds.semantic.retention,
    kinds.procedural.retention,
  ]
  return all.some(keep => Number.isFinite(policyMs(keep)))
}
