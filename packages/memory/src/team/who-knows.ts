import type { Core } from '../core'
import { guarded } from '../guarded'
import { checked, checkedText } from '../input/input'
import { filterOf } from '../reading/admits'
import { following } from '../reading/following'
import type { Hit } from '../recall'
import { createTokenizer } from '../recall/tokenizer'
import { type AgentInfo, registeredAs, toAgentInfo } from './agents'
import { AuthorTally } from './author-tally'
import { type WhoKnowsOptions, whoKnowsOptions } from './input'
import { isTopic, type Knowledge, publishedKnowledge } from './knowledge'
import type { TeamPresence } from './presence'
import { placesOf, weightIn } from './sketch'

/** An agent that knows about a topic. Says nothing of what it knows. Frozen. */
export interface Knower {
  readonly agent: string
  /** 0 to 1: how much of the topic it has written about, times its credibility. */
  readonly score: number
  /** From how many records that this agent may read, and whether from the sketch that the other one published. */
  readonly basis: { readonly records: number; readonly sketch: boolean }
  /**
   * The share of its records that validators found right (rule of succession, Laplace 1814): 0.5 for an agent that
   * nobody checked. `observed` from records that can be read here, else `claimed` by the agent itself.
   */
  readonly credibility: {
    readonly value: number
    readonly verified: number
    readonly refuted: number
    readonly from: 'observed' | 'claimed'
  }
  readonly present: boolean
  /** Its card, when it is registered. */
  readonly card?: AgentInfo
}

const usualLimit = 5
const searched = 100

export function whoKnows(
  core: Core,
  presence: TeamPresence,
  topic: string,
  options: WhoKnowsOptions = {},
): Promise<Knower[]> {
  return guarded(core, 'team.whoKnows', async () => {
    await core.projection.completed()
    const { agent: asking, tenant } = core.identity
    const text = checkedText(topic, asking, 'team.whoKnows')
    const { limit = usualLimit, present, scope } = checked(whoKnowsOptions, options, asking, 'team.whoKnows')
    const seen = await recordsOf(core, text, scope)
    const tally = await following(core, AuthorTally)
    const published = await publishedKnowledge(core)
    const weights = topicWeights(text, published, tenant)
    const agents = new Set([...seen.keys(), ...published.keys()])
    agents.delete(asking)
    const knowers = [...agents].flatMap(agent => {
      const read = seen.get(agent)
      const claimed = published.get(agent)
      const credibility = credibilityOf(tally, agent, claimed)
      const known = Math.max(read?.share ?? 0, claimed ? weights(claimed) : 0)
      if (known === 0) return []
      return [
        {
          agent,
          score: known * credibility.value,
          basis: Object.freeze({ records: read?.records ?? 0, sketch: claimed !== undefined && weights(claimed) > 0 }),
          credibility,
          present: presence.isPresent(agent),
        },
      ]
    })
    return knowers
      .filter(each => present === undefined || each.present === present)
      .sort((a, b) => b.score - a.score || (a.agent < b.agent ? -1 : 1))
      .slice(0, limit)
      .map(knower => {
        const card = registeredAs(core, knower.agent)
        return Object.freeze({ ...knower, ...(card && { card: toAgentInfo(card, presence) }) })
      })
  })
}

/** From what can be read here: each author's share of the best match, and how many records say so. */
async function recordsOf(core: Core, text: string, scope: 'own' | 'all' | undefined) {
  const hits = await core.projection.search({ text, limit: searched, filter: filterOf(core, {}, scope) })
  const top = hits[0] ? matchOf(hits[0]) : 1
  const found = new Map<string, { share: number; records: number }>()
  for (const hit of hits) {
    const { record, why } = hit
    if (why.words.length === 0 || record.status === 'refuted') continue
    const before = found.get(record.author.agent) ?? { share: 0, records: 0 }
    found.set(record.author.agent, { share: Math.max(before.share, matchOf(hit) / top), records: before.records + 1 })
  }
  return found
}

/** The score of a hit as if nobody else had said the same: who wrote a copy knows it too. */
function matchOf({ score, why }: Pick<Hit, 'score' | 'why'>): number {
  return score - (why.parts.find(({ name }) => name === 'alike')?.value ?? 0)
}

/** How much a sketch covers of a topic, 0 to 1; words that every agent knows tell little of any of them. */
function topicWeights(
  text: string,
  published: ReadonlyMap<string, Knowledge>,
  salt: string,
): (of: Knowledge) => number {
  const stems = [...new Set(createTokenizer().tokenize(text, 'english'))].filter(isTopic)
  const weighed = stems.map(stem => {
    const places = placesOf(stem, salt)
    const holders = [...published.values()].filter(({ sketch }) => weightIn(sketch, places) > 0).length
    return { places, rarity: Math.log(1 + (published.size + 1) / (1 + holders)) }
  })
  const total = weighed.reduce((sum, { rarity }) => sum + rarity, 0)
  return ({ sketch }) => {
    const known = weighed.map(({ places, rarity }) => {
      const weight = weightIn(sketch, places)
      return weight === 0 ? 0 : rarity * (0.5 + 0.5 * weight)
    })
    return total === 0 ? 0 : known.reduce((sum, each) => sum + each, 0) / total
  }
}

function credibilityOf(tally: AuthorTally, agent: string, claimed: Knowledge | undefined): Knower['credibility'] {
  const observed = tally.of(agent)
  const isObserved = observed.verified + observed.refuted > 0 || claimed === undefined
  const { verified, refuted } = isObserved ? observed : claimed
  const value = (verified + 1) / (verified + refuted + 2)
  return Object.freeze({ value, verified, refuted, from: isObserved ? 'observed' : 'claimed' })
}
