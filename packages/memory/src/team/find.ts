import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { guarded } from '../guarded'
import { checked, name } from '../input/input'
import { inTurns } from '../model'
import { createTokenizer } from '../recall/tokenizer'
import { type A2aCard, cardToA2a } from './a2a'
import { type AgentInfo, registeredAgents, registeredAs, toAgentInfo } from './agents'
import { cardText, isCapable } from './card'
import { type FindOptions, findOptions } from './input'
import type { TeamPresence } from './presence'

/** The registered agents that are meant: those who match more words first, then those who are here, then by name. */
export function find(core: Core, presence: TeamPresence, options: FindOptions = {}): Promise<AgentInfo[]> {
  return guarded(core, 'team.find', async () => {
    const { capability, text, present } = checked(findOptions, options, core.identity.agent, 'team.find')
    const { tokenize } = createTokenizer()
    const wanted = new Set(text === undefined ? [] : tokenize(text, 'english'))
    const matched: { readonly info: AgentInfo; readonly score: number }[] = []
    await inTurns(await registeredAgents(core), core.pause, each => {
      if (capability !== undefined && !isCapable(each.card, capability)) return
      const words = new Set(wanted.size > 0 ? tokenize(cardText(each.card), 'english') : [])
      const score = [...wanted].filter(word => words.has(word)).length
      if (text !== undefined && score === 0) return
      const info = toAgentInfo(each, presence)
      if (present === undefined || info.present === present) matched.push({ info, score })
    })
    return matched
      .sort((a, b) => b.score - a.score || Number(b.info.present) - Number(a.info.present))
      .map(({ info }) => info)
  })
}

/** The A2A agent card of a registered agent; of this one when no other is named. */
export function exportCard(core: Core, agent = core.identity.agent): Promise<A2aCard> {
  return guarded(core, 'team.exportCard', () => {
    const wanted = checked(name, agent, core.identity.agent, 'team.exportCard', 'an agent')
    const found = registeredAs(core, wanted)
    if (!found)
      throw new CommonplaceError('unknown-record', `no agent "${wanted}" is registered`, {
        hint: 'memory.team.find() lists who is',
      })
    const { endpoint } = found.card
    if (endpoint === undefined)
      throw new CommonplaceError('invalid-input', `an A2A card needs an endpoint, "${wanted}" has none`, {
        hint: "register with endpoint: 'https://…'",
      })
    return cardToA2a({ ...found.card, endpoint })
  })
}
