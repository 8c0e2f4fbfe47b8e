import type { SearchHit } from '@commonplace/memory'
import type { MemoryItem } from './item'
import type { GetAllMemoryOptions, SearchMemoryOptions } from './options'
import { refused } from './refused'

/** A hit with its share of the best one's score. */
export interface Scored extends Pick<MemoryItem, 'score' | 'score_details'> {
  readonly hit: SearchHit
}

/** Scores compare within one search only, so that what a threshold can be a part of is the best one. */
export function scored(hits: readonly SearchHit[], threshold: number, explain: boolean): Scored[] {
  const best = Math.max(...hits.map(({ score }) => score), 0)
  const all = hits.map(hit => ({
    hit,
    score: best > 0 ? Math.max(hit.score / best, 0) : 1,
    ...(explain && { score_details: structuredClone(hit.why) as NonNullable<MemoryItem['score_details']> }),
  }))
  return all.filter(({ score }) => score >= threshold)
}

/** @throws CommonplaceError `invalid-input` for a threshold that is no share, and a `topK` that is no number of memories */
export function checkCounts<T extends GetAllMemoryOptions & Pick<SearchMemoryOptions, 'threshold'>>(config: T): T {
  const { threshold, topK } = config
  if (threshold !== undefined && !(typeof threshold === 'number' && threshold >= 0 && threshold <= 1))
    throw refused(`Invalid threshold: ${threshold}. Must be between 0 and 1 (inclusive).`)
  if (topK !== undefined && !(Number.isInteger(topK) && topK >= 0))
    throw refused(`Invalid topK: ${topK}. Must be a non-negative integer.`)
  return config
}
