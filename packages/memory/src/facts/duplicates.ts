import type { Core } from '../core'
import { guarded } from '../guarded'
import { checked } from '../input/input'
import type { Fact } from '../reading/fact'
import { alikeIn } from './alike'
import { type DuplicateOptions, duplicateOptions } from './input'
import { listFacts } from './list'

/** Two facts under different keys that may be about the same thing. Frozen. */
export interface DuplicateFacts {
  readonly facts: readonly [Fact, Fact]
  /** How alike their keys and values are, 0 to 1. */
  readonly score: number
  /** Whether they also say the same; else they may contradict each other. */
  readonly sameValue: boolean
}

/** The pairs of facts of one space that look alike, most alike first. */
export function duplicates(core: Core, options: DuplicateOptions = {}): Promise<DuplicateFacts[]> {
  return guarded(core, 'facts.duplicates', async () => {
    const {
      threshold = 0.6,
      limit,
      ...choice
    } = checked(duplicateOptions, options, core.identity.agent, 'facts.duplicates')
    const facts = await listFacts(core, choice)
    const spaces = new Set(facts.map(({ space }) => space))
    const pairs: DuplicateFacts[] = []
    for (const space of spaces) {
      const own = facts.filter(fact => fact.space === space)
      for (const { one, other, score, sameValue } of await alikeIn(own, threshold, core.pause))
        pairs.push(Object.freeze({ facts: Object.freeze([own[one]!, own[other]!] as const), score, sameValue }))
    }
    return pairs.sort((a, b) => b.score - a.score).slice(0, limit)
  })
}
