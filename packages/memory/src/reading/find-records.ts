import type { Hit, SearchQuery } from '../recall'
import { compileFilter } from '../recall/filter'
import type { SearchIndex } from '../search-index/search-index'
import type { Space } from '../space/space'
import { toIndexed } from './indexed'
import type { Seen } from './reader'
import type { MemoryRecord } from './record'

/** A hit with the record as it is now. */
export type Found = Hit & { readonly record: MemoryRecord }

export interface Finding {
  readonly index: Pick<SearchIndex, 'search'>
  /** Judges what has changed so far. */
  readonly settle: () => void
  /** What there is at a place. */
  readonly look: (id: string) => { readonly space: Space; readonly key: string; readonly view: Seen } | undefined
}

/** While other records come and go without end, what was found so far has to do. */
const mostPasses = 8

/**
 * The best hits, best first, each read anew before it is handed out: a record may have expired since it was indexed, or
 * changed while the index was asked. Where one is not meant any more, the next ones move up.
 */
export async function findRecords({ index, settle, look }: Finding, query: SearchQuery, signal?: AbortSignal) {
  const { matches } = compileFilter(query.filter ?? {})
  for (let pass = 1; ; pass++) {
    settle()
    const hits = await index.search(query, signal)
    settle()
    const found = hits.flatMap((hit): Found[] => {
      const seen = look(hit.id)
      const record = seen?.view.record
      return record && matches(toIndexed(seen.space, seen.key, record, seen.view)) ? [{ record, ...hit }] : []
    })
    if (found.length === hits.length || pass === mostPasses) return found
  }
}
