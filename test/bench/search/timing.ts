/** How long an operation takes, over many of them, in ms. */
export interface Timing {
  readonly p50Ms: number
  readonly p95Ms: number
}

/**
 * Times an operation on each of these. It is done `passes` times over and the fastest time of each counts, so that what the
 * machine does besides, and what the engine still has to compile, counts for little.
 */
export function timeEach<T>(of: readonly T[], operation: (each: T) => unknown, passes = 1): Timing {
  const fastest = new Float64Array(of.length).fill(Number.POSITIVE_INFINITY)
  for (let pass = 0; pass < passes; pass++) {
    for (const [at, each] of of.entries()) {
      const start = performance.now()
      operation(each)
      fastest[at] = Math.min(fastest[at]!, performance.now() - start)
    }
  }
  return timingOf(fastest)
}

export function timingOf(times: Iterable<number>): Timing {
  const sorted = [...times].sort((one, other) => one - other)
  const at = (share: number) => rounded(sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN)
  return { p50Ms: at(0.5), p95Ms: at(0.95) }
}

export function rounded(ms: number): number {
  return Number(ms.toPrecision(3))
}
