/** How many writes may still be made: `size` at once, refilled evenly (token bucket). */
export interface Allowance {
  readonly left: number
  /** ms */
  readonly at: number
}

/**
 * What is left after one more write.
 *
 * @param perMs how long it takes until all are there again
 * @returns `waitMs` when none is left: how long until there is one
 */
export function spend(
  { left, at }: Allowance,
  { size, perMs, now }: { readonly size: number; readonly perMs: number; readonly now: number },
): { readonly next: Allowance; readonly waitMs: number } {
  const filled = Math.min(size, left + (Math.max(0, now - at) * size) / perMs)
  if (filled >= 1) return { next: { left: filled - 1, at: now }, waitMs: 0 }
  return { next: { left: filled, at: now }, waitMs: Math.ceil(((1 - filled) * perMs) / size) }
}
