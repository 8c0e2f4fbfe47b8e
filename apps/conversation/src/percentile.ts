/**
 * The nearest-rank percentile: the smallest value that at least `share` of the values do not exceed.
 *
 * @param share between 0 and 1, for example 0.95
 * @returns 0 when there are no values
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
}
