import { expect, test } from 'vitest'
import { ratiosOf } from './ratios'

const at = (p50Ms: number) => ({ question: { p50Ms, p95Ms: 10 * p50Ms } })

test('a ratio is ours ÷ theirs', () => {
  const rows = new Map([
    ['commonplace', at(1)],
    ['miniSearch', at(20)],
    ['bm25', at(0.5)],
  ] as const)
  expect(ratiosOf(rows)).toEqual({
    questionP50VsMiniSearch: 0.05,
    questionP50VsBm25: 2,
    questionP50VsStockOrama: undefined,
  })
})
