import type { Core } from '../core'
import type { Found } from '../reading/find-records'
import type { MemoryRecord } from '../reading/record'
import type { SearchQuery } from '../recall'
import { graphOf } from './entity-graph'
import { expandQuestion } from './expand'

/** How much a first place outweighs later ones when lists are fused (Cormack, Clarke and Büttcher, 2009). */
const damping = 60

/**
 * What answers a question, or the same question about what is related to whom it names: the lists fused by rank. Each hit
 * keeps the score and the reasons of its own list. Without such relations it is the plain search.
 */
export async function searchAround(
  core: Core,
  query: SearchQuery,
  hops: number,
  admits: (record: MemoryRecord) => boolean,
  signal?: AbortSignal,
): Promise<Found[]> {
  const questions = expandQuestion(await graphOf(core), query.text, hops, admits)
  const plain = await core.projection.search(query, signal)
  if (questions.length === 0) return plain
  const ranked = new Map<string, { hit: Found; weight: number }>()
  const around = await Promise.all(questions.map(text => core.projection.search({ ...query, text }, signal)))
  for (const hits of [plain, ...around]) {
    for (const [at, hit] of hits.entries()) {
      const known = ranked.get(hit.id)
      const weight = 1 / (damping + at) + (known?.weight ?? 0)
      ranked.set(hit.id, { hit: known?.hit ?? hit, weight })
    }
  }
  const fused = [...ranked.values()].sort((a, b) => b.weight - a.weight).map(({ hit }) => hit)
  return fused.slice(0, typeof query.limit === 'number' ? query.limit : plain.length)
}
