import type { EngineName } from './engines/engines'
import type { Row } from './row'
import { rounded } from './timing'

/** Ours ÷ theirs, at the median of unfiltered questions; absent where the peer did not run. */
export interface Ratios {
  questionP50VsStockOrama?: number
  questionP50VsMiniSearch?: number
  questionP50VsBm25?: number
}

export function ratiosOf(rows: ReadonlyMap<EngineName, Pick<Row, 'question'>>): Ratios {
  const ours = rows.get('commonplace')?.question.p50Ms
  const against = (name: EngineName) => {
    const theirs = rows.get(name)?.question.p50Ms
    return ours === undefined || theirs === undefined ? undefined : rounded(ours / theirs)
  }
  return {
    questionP50VsStockOrama: against('stockOrama'),
    questionP50VsMiniSearch: against('miniSearch'),
    questionP50VsBm25: against('bm25'),
  }
}
