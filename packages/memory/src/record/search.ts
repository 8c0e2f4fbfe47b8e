import type { Core } from '../core'
import { fresh } from '../fresh'
import { graph } from '../graph/verbs'
import { assertOpen, guarded } from '../guarded'
import { checked, checkedText, type SearchOptions, searchOptions } from '../input/input'
import { toMs } from '../model'
import { indexFilterOf } from '../reading/index-filter'
import type { MemoryRecord } from '../reading/record'
import type { Hit } from '../recall'

/** A record found, with its score and the reasons for it. Frozen. */
export interface SearchHit {
  readonly record: MemoryRecord
  /** Comparable within one search only. */
  readonly score: number
  /** The parts of the score by name, largest first, and the words of the question that the record holds. */
  readonly why: Hit['why']
}

export function search(core: Core, query: string, options: SearchOptions = {}): Promise<SearchHit[]> {
  return guarded(core, 'search', async () => {
    const text = checkedText(query, core.identity.agent, 'search')
    const { filter, scope, limit, prefix, asOf, hops, signal, maxStaleness } = checked(
      searchOptions,
      options,
      core.identity.agent,
      'search',
    )
    if (maxStaleness !== undefined) await fresh(core, maxStaleness, signal)
    const vector = prefix || asOf !== undefined ? undefined : await core.embedding?.question(text, signal)
    const asked = { text, limit, prefix, vector, filter: indexFilterOf(core, filter, scope), now: core.now() }
    await core.projection.settled()
    const time = asOf === undefined ? asOf : toMs(asOf)
    const held = time === undefined ? core.projection : (await core.past()).at(core.pool.loaded(), time)
    const hits = await (hops === undefined
      ? held.search(asked, signal)
      : graph(part => part.searchAround(core, held, asked, { hops, filter, scope, time, signal })))
    assertOpen(core, 'search')
    core.recalled.handedOut(hits.map(({ record }) => record))
    return hits.map(({ record, score, why }) => Object.freeze({ record, score, why: frozenWhy(why) }))
  })
}

function frozenWhy({ parts, words }: Hit['why']): Hit['why'] {
  return Object.freeze({ parts: Object.freeze(parts.map(part => Object.freeze(part))), words: Object.freeze(words) })
}
