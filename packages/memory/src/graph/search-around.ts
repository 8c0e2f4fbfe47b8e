import type { Core } from '../core'
import type { Found } from '../reading/find-records'
import { type SearchQuery, usualLimit } from '../recall'
import { graphOf } from './entity-graph'
import { expandQuestion } from './expand'
import { leads } from './leads'

/** How much a first place outweighs later ones when lists are fused (Cormack, Clarke and Büttcher, 2009). */
const damping = 60

interface Around {
  readonly hops: number
  readonly filter: unknown
  readonly scope: 'own' | 'all' | undefined
  /** ms since 1970; now when undefined */
  readonly time: number | undefined
  readonly signal: AbortSignal | undefined
}

/**
 * What answers a question, or the same question about what is related to whom it names: the lists fused by rank. Each hit
 * keeps the score and the reasons of its own list. Without such relations it is the plain search. `limit: 'auto'` gives as
 * many as the longest list.
 *
 * @param held what is searched: what there is now, or what held at the time
 */
export async function searchAround(
  core: Core,
  held: { search(query: SearchQuery, signal?: AbortSignal): Promise<Found[]> },
  query: SearchQuery,
  { hops, filter, scope, time, signal }: Around,
): Promise<Found[]> {
  const admitted = leads(core, filter, scope, time)
  const questions = await expandQuestion(await graphOf(core, time), query.text, { hops, admitted, pause: core.pause })
  const search = (text: string) => held.search({ ...query, text }, signal)
  const plain = await search(query.text)
  if (questions.length === 0) return plain
  const ranked = new Map<string, { hit: Found; weight: number }>()
  const lists = [plain, ...(await Promise.all(questions.map(search)))]
  for (const hits of lists) {
    for (const [at, hit] of hits.entries()) {
      const known = ranked.get(hit.id)
      const weight = 1 / (damping + at) + (known?.weight ?? 0)
      ranked.set(hit.id, { hit: known?.hit ?? hit, weight })
    }
  }
  const fused = [...ranked.values()].sort((a, b) => b.weight - a.weight).map(({ hit }) => hit)
  const { limit = usualLimit } = query
  return fused.slice(0, limit === 'auto' ? Math.max(...lists.map(({ length }) => length)) : limit)
}
