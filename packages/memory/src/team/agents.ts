import type { Core } from '../core'
import { type Line, lastLine } from '../ledger/line'
import { type Instant, inTurns, ledgerKey, readKey } from '../model'
import { instants } from '../reading/instants'
import type { Space } from '../space/space'
import { type Card, cardPath, guestPath, valueToCard } from './card'
import type { TeamPresence } from './presence'

/** An agent as the registry lists it. Frozen. */
export interface AgentInfo extends Card {
  readonly agent: string
  /** Whether it shows itself now. */
  readonly present: boolean
  /** Who wrote the card: the agent itself, or for one that is no member of the team whoever imported its card. */
  readonly registeredBy: string
  readonly registered: Instant
  readonly expires?: Instant
}

/** A line of the ledger that is a card, and whom it is of. */
export interface Registered {
  readonly agent: string
  readonly card: Card
  readonly line: Line
  /** Whether the agent wrote it itself. */
  readonly isOwn: boolean
}

/**
 * The cards in the open spaces that have not expired, each agent once: its latest. What an agent says of itself comes before what
 * others imported under its name.
 */
export async function registeredAgents(core: Core): Promise<Registered[]> {
  const found = new Map<string, Registered>()
  for (const space of core.ledger.spaces()) {
    await inTurns([...core.ledger.keysOf(space)], core.pause, key => {
      const each = registeredAt(core, space, key)
      const known = each && found.get(each.agent)
      if (each && (!known || comesBefore(each, known))) found.set(each.agent, each)
    })
  }
  return [...found.values()].sort((a, b) => (a.agent < b.agent ? -1 : 1))
}

/** The card that `registeredAgents` gives for one agent, found by its name. */
export function registeredAs(core: Core, agent: string): Registered | undefined {
  return core.ledger
    .spaces()
    .flatMap(space =>
      [ledgerKey(cardPath, agent), ledgerKey(guestPath + agent)].flatMap(key => registeredAt(core, space, key) ?? []),
    )
    .reduce<Registered | undefined>((best, each) => (!best || comesBefore(each, best) ? each : best), undefined)
}

function comesBefore(one: Registered, other: Registered): boolean {
  return one.isOwn === other.isOwn ? one.line.version.time.ms > other.line.version.time.ms : one.isOwn
}

function registeredAt(core: Core, space: Space, key: string): Registered | undefined {
  const name = readKey(key)
  if (name?.type !== 'ledger') return undefined
  const isOwn = name.path === cardPath && name.owner !== undefined
  const isGuest = name.path.startsWith(guestPath) && name.owner === undefined
  if (!isOwn && !isGuest) return undefined
  const line = lastLine(core, space, key)
  const card = line && valueToCard(line.value)
  const agent = name.owner ?? name.path.slice(guestPath.length)
  return line && card && { agent, card, line, isOwn }
}

export function toAgentInfo({ agent, card, line }: Registered, presence: TeamPresence): AgentInfo {
  const fields = {
    agent,
    ...card,
    present: presence.isPresent(agent),
    registeredBy: line.author?.agent ?? 'unknown',
  }
  const times = instants({ registered: line.version.time.ms, expires: line.body.expires })
  return Object.freeze(Object.defineProperties(fields, times) as AgentInfo)
}
