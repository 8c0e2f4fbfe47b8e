/** Saturation and length normalisation; short records need little of the latter (measured: b .75 costs 2.6 points). */
export const k1 = 0.9
export const b = 0.3

/** Inverse document frequency as in Robertson and Zaragoza 2009, with Lucene's + 1 that keeps it positive. */
export function inverseFrequency(count: number, having: number): number {
  return Math.log(1 + (count - having + 0.5) / (having + 0.5))
}

/** What the length of a text adds to the denominator of `saturate`. */
export function lengthNorm(length: number, average: number): number {
  return k1 * (1 - b + (b * length) / average)
}

/** BM25's share of a term that occurs `frequency` times. */
export function saturate(frequency: number, norm: number): number {
  return (frequency * (k1 + 1)) / (frequency + norm)
}
