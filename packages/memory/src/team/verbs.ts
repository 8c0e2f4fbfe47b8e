import type { Core } from '../core'
import { lazy } from '../lazy'
import type { A2aCard } from './a2a'
import type { AgentInfo } from './agents'
import type { FindOptions, ImportedCard, Registration, WhoKnowsOptions } from './input'
import { TeamPresence } from './presence'
import type { Knower } from './who-knows'

const team = lazy(() => import('./part'))

/** `memory.team`: who is in the team, what they can do, who is here, and who knows what. */
export class TeamVerbs {
  /** Who is here now. */
  readonly presence: TeamPresence
  private readonly core: Core

  constructor(core: Core) {
    this.core = core
    this.presence = new TeamPresence(core)
  }

  /**
   * Registers this agent with the team, shows it on the presence lane, and publishes a sketch of what it knows. Call it at
   * every start: a card that says the same is written again only when half of its life is over.
   *
   * @param options.capabilities names, or `{ id, name?, description?, tags?, examples? }`
   * @param options.expires when the card ends unless it is registered again; '30d' when left out
   * @param options.knows which private spaces contribute to the sketch and which words stay out; `false` for no sketch
   * @throws CommonplaceError as `memory.add`
   */
  register(options: Registration = {}): Promise<AgentInfo> {
    const { core, presence } = this
    return team(async part => {
      const info = await part.register(core, presence, options)
      await presence.show(presence.shown)
      const publisher = part.publisherOf(core)
      if (options.knows === false) await publisher.withdraw()
      else await publisher.begin(options.knows ?? {})
      return info
    })
  }

  /** Takes this agent's card and sketch back, and hides it. */
  unregister(options?: Pick<Registration, 'consistency' | 'signal'>): Promise<void> {
    this.presence.hide()
    return team(async part => {
      await part.publisherOf(this.core).withdraw()
      await part.unregister(this.core, options)
    })
  }

  /** The registered agents: with a capability, by words of their cards, or who is here. */
  find(options?: FindOptions): Promise<AgentInfo[]> {
    return team(part => part.find(this.core, this.presence, options))
  }

  /**
   * The agents that know about a topic, best first: from records that this agent may read, and from the sketches that
   * the others published. Names agents, never content.
   */
  whoKnows(topic: string, options?: WhoKnowsOptions): Promise<Knower[]> {
    return team(part => part.whoKnows(this.core, this.presence, topic, options))
  }

  /** Publishes this agent's sketch now instead of within ten minutes. @returns whether there was anything new */
  publish(): Promise<boolean> {
    return team(part => part.publisherOf(this.core).publish())
  }

  /** A registered agent's A2A agent card (version 1.0), this one's when no other is named. */
  exportCard(agent?: string): Promise<A2aCard> {
    return team(part => part.exportCard(this.core, agent))
  }

  /**
   * Registers an agent outside the team by its A2A agent card (1.0 or 0.3). Signatures of cards are not checked.
   *
   * @throws CommonplaceError `invalid-input` naming the field, or when the name is a member's
   */
  importCard(card: ImportedCard, options?: Pick<Registration, 'consistency' | 'signal'>): Promise<AgentInfo> {
    return team(part => part.importCard(this.core, this.presence, card, options))
  }
}
