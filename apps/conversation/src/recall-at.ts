/**
 * Evidence recall at k, as LoCoMo's retrieval task defines it (Maharana et al., ACL 2024): the share of a question's
 * evidence among the first `k` of what was found.
 *
 * @param evidence ids of the evidence, at least one, no duplicates
 * @param found ids in ranked order, best first
 */
export function recallAt(k: number, evidence: readonly string[], found: readonly string[]): number {
  const top = new Set(found.slice(0, k))
  return evidence.filter(id => top.has(id)).length / evidence.length
}

/** The arithmetic mean; 0 of nothing. */
export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
