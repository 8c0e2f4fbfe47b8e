import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { assertOpen, guarded } from '../guarded'
import { expiryToMs } from '../input/expiry'
import { checked } from '../input/input'
import { checkHeard } from '../ledger/check-heard'
import { lastLine, newLine } from '../ledger/line'
import { pruneLine } from '../ledger/prune'
import { type Json, ledgerKey } from '../model'
import { canonicalJson } from '../model/canonical-json'
import { appendSettled } from '../space/append-settled'
import { teamSpaceOf } from '../space/team-space'
import { a2aToCard } from './a2a'
import { type AgentInfo, registeredAs, toAgentInfo } from './agents'
import { type Card, cardPath, guestPath } from './card'
import { a2aCard, type ImportedCard, type Registration, registration } from './input'
import type { TeamPresence } from './presence'

const usualLife = '30d'

type Settling = Pick<Registration, 'consistency' | 'signal'>

export function register(core: Core, presence: TeamPresence, options: Registration): Promise<AgentInfo> {
  return guarded(core, 'team.register', async () => {
    const { agent, name } = core.identity
    const input = checked(registration, options, agent, 'team.register')
    const card: Card = {
      name,
      description: input.description ?? '',
      capabilities: (input.capabilities ?? []).map(each => {
        const given = typeof each === 'string' ? { id: each } : each
        return { ...given, name: given.name ?? given.id, tags: given.tags ?? [] }
      }),
      ...(input.endpoint && { endpoint: input.endpoint }),
      ...(input.version && { version: input.version }),
    }
    await putCard(core, ledgerKey(cardPath, agent), card, { ...input, expires: input.expires ?? usualLife })
    return infoOf(core, presence, agent)
  })
}

/** Takes in the card of an agent that is no member of the team. */
export function importCard(
  core: Core,
  presence: TeamPresence,
  given: ImportedCard,
  options: Settling = {},
): Promise<AgentInfo> {
  return guarded(core, 'team.importCard', async () => {
    const card = a2aToCard(checked(a2aCard, given, core.identity.agent, 'team.importCard', 'a card'))
    if (registeredAs(core, card.name)?.isOwn)
      throw new CommonplaceError(
        'invalid-input',
        `the agent "${card.name}" is a member of the team and has its own card`,
        {
          hint: 'members register themselves; import cards of agents outside',
        },
      )
    await putCard(core, ledgerKey(guestPath + card.name), card, { ...options, expires: usualLife })
    return infoOf(core, presence, card.name)
  })
}

export function unregister(core: Core, options: Settling = {}): Promise<void> {
  return guarded(core, 'team.unregister', () =>
    core.pool.using(teamSpaceOf(core.topology), async space => {
      const key = ledgerKey(cardPath, core.identity.agent)
      if (!lastLine(core, space, key)) return
      await appendSettled(core, space, newLine(core, space, key, undefined), options, () => {})
      pruneLine(core, space, key, 1)
    }),
  )
}

/** A card that says the same is written again only when half of its life is over: starting an agent costs no write. */
function putCard(
  core: Core,
  key: string,
  card: Card,
  options: Settling & Pick<Registration, 'expires'>,
): Promise<void> {
  return core.pool.using(teamSpaceOf(core.topology), async space => {
    checkHeard(core, space)
    const now = core.now()
    const expires = expiryToMs(options.expires as string, now, core.identity.agent)
    const known = lastLine(core, space, key)
    const value = JSON.parse(JSON.stringify(card)) as Json
    const isSame = known !== undefined && canonicalJson(known.value) === canonicalJson(value)
    const left = (known?.body.expires ?? 0) - now
    if (isSame && left > (expires - now) / 2 && left <= expires - now) return
    await appendSettled(core, space, newLine(core, space, key, value, { expires, says: 'the card' }), options, () => {})
    pruneLine(core, space, key, 1)
  })
}

function infoOf(core: Core, presence: TeamPresence, agent: string): AgentInfo {
  const found = registeredAs(core, agent)
  if (found) return toAgentInfo(found, presence)
  assertOpen(core, 'team')
  throw new CommonplaceError('unknown-record', `the card of agent "${agent}" is not to be seen`, {
    hint: 'it may already have expired',
  })
}
