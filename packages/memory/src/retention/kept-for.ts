import { type KindPolicies, policyMs } from '../kinds/kind-policies'
import type { Kind } from '../model'
import type { RetentionRule } from './retention-rule'

/** How long a superseded version is kept, ms: by the first rule that fits, else as its kind says. */
export function keptFor(rules: readonly RetentionRule[], kinds: KindPolicies, space: string, kind: Kind): number {
  const rule = rules.find(each => (each.space ?? space) === space && (each.kind ?? kind) === kind)
  return policyMs(rule?.keep ?? kinds[kind].retention)
}
