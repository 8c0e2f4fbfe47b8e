import type { InspectedRun } from '../memory-face'
import { inWords, sentence } from './count-text'

/** The answer in words: what can be gone on with, and did any change hands or fork? */
export function runsHeadline(runs: readonly Pick<InspectedRun, 'term' | 'version' | 'forks'>[]): string {
  if (runs.length === 0) return 'No run is logged.'
  const saved = runs.filter(({ version }) => version > 0).length
  const taken = runs.filter(({ term }) => term > 1).length
  const forked = runs.filter(({ forks }) => forks > 0).length
  const many = (count: number, words: string) => inWords(count, words, words)
  const parts = [
    inWords(runs.length, 'run'),
    saved === 0 ? 'none with a saved state' : many(saved, 'with a saved state'),
    ...(taken > 0 ? [many(taken, 'taken over')] : []),
    ...(forked > 0 ? [inWords(forked, 'saved apart from its holder', 'saved apart from their holders')] : []),
  ]
  return `${sentence(parts.join(', '))}.`
}
