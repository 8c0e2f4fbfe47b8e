/**
 * Tells on stderr how much of a long work is done, once in ten seconds and at the end.
 *
 * @returns to be called after each step
 */
export function progress(what: string, total: number): () => void {
  const start = performance.now()
  let told = start
  let done = 0
  return () => {
    done++
    const now = performance.now()
    if (now - told < 10_000 && (done < total || told === start)) return
    told = now
    const left = Math.round(((now - start) / done) * (total - done)) / 1_000
    process.stderr.write(`${what}: ${done} of ${total}, ${left.toFixed(0)} s left\n`)
  }
}
