import type { Memory } from '@commonplace/memory'
import type { Agent } from '../agent/agent'
import type { AgentView } from '../agent/agent-view'
import type { LocalAgent } from '../agent/open-agent'
import type { Stage, Step, World } from '../worlds/world'
import type { Act } from './act'
import type { Figure } from './figure'
import { type Recording, recorded } from './recorded'
import type { StageClock } from './stage-clock'

/** The team as it stands after a step, for people to look at. */
export interface Scene {
  /** How many steps of the script are played. */
  readonly step: number
  readonly views: Readonly<Record<string, AgentView>>
  readonly figures: readonly Figure[]
  readonly acts: readonly Act[]
  /** What a person did to the team after the last step, or what that led to, in words; nothing where the script alone was played. */
  readonly deed?: string
  /** Agents that a person keeps offline, which the script does not know. */
  readonly keptAway: readonly string[]
}

/** One playing of a world's script, on real memories. */
export class Run {
  readonly world: World
  readonly #clock: StageClock
  readonly #recording: Recording
  readonly #stage: Stage
  readonly #agents: ReadonlyMap<string, Agent>
  #played = 0
  #current = 0
  #disputes = 0
  /** Those whom a person took away from the relay, until they or the script bring them back. */
  readonly #takenAway = new Set<string>()

  constructor(world: World, agents: readonly Agent[], clock: StageClock) {
    this.world = world
    this.#clock = clock
    this.#agents = new Map(agents.map(agent => [agent.id, agent]))
    this.#recording = { world, agents: this.#agents, acts: [], away: new Set(), step: () => this.#current }
    const staged = agents.map(agent => [agent.id, recorded(agent, this.#recording)] as const)
    this.#stage = { agents: Object.fromEntries(staged), notes: new Map() }
  }

  get played(): number {
    return this.#played
  }

  /** The next step of the script; nothing when it is over. */
  get next(): Step | undefined {
    return this.world.steps[this.#played]
  }

  /** An agent's memory, where it is in this process. */
  memoryOf(agent: string): Memory | undefined {
    return (this.#agents.get(agent) as Partial<LocalAgent> | undefined)?.memory
  }

  isAway(agent: string): boolean {
    return this.#recording.away.has(agent)
  }

  /** Plays the next step. */
  async step(): Promise<Scene> {
    const { next } = this
    if (next) {
      this.#clock.set(next.at)
      this.#current = this.#played + 1
      const called = (next.needs ?? []).filter(agent => this.isAway(agent))
      for (const agent of called) await this.#bring(agent, false)
      const { acts } = this.#recording
      const before = acts.length
      await next.play(this.#stage)
      this.#played++
      for (const { agent, verb } of acts.slice(before)) {
        if (verb === 'leave' || verb === 'come') this.#takenAway.delete(agent)
      }
      if (called.length > 0) return this.scene(`${called.join(' and ')} came back: this step needs what it wrote.`)
      const [away] = this.#takenAway
      if (away !== undefined) return this.scene(whileTaken(away))
    }
    return this.scene()
  }

  /** Takes an agent away from the relay, or brings it back, whatever the script says. */
  async setAway(agent: string, isAway: boolean): Promise<Scene> {
    await this.#bring(agent, isAway)
    if (isAway) this.#takenAway.add(agent)
    const deed = isAway
      ? `You took ${agent} offline: what it writes waits on its device, and nothing new reaches it.`
      : `You brought ${agent} back: what waited is on the relay, and it has what it missed.`
    return this.scene(deed)
  }

  /** Has two agents claim different things without having seen each other. */
  async dispute(): Promise<Scene> {
    const { key, sides } = this.world.dispute
    const space = this.world.facts.find(fact => fact.key === key)!.space
    const [[first], [second]] = sides
    const wasAway = this.isAway(first)
    if (!wasAway) await this.#bring(first, true)
    const suffix = this.#disputes++ === 0 ? '' : ` (${this.#disputes})`
    for (const [agent, value] of sides) {
      await this.#stage.agents[agent]!.assert(key, `${value}${suffix}`, { space })
    }
    await this.#bring(second, false)
    await this.#bring(first, false)
    const said = sides.map(([agent, value]) => `${agent} ${value}${suffix}`).join(', ')
    return this.scene(`You had two agents write ${key} apart: ${said}. Both stand on every replica that may read it.`)
  }

  /** @param deed what a person has just done */
  async scene(deed?: string): Promise<Scene> {
    const { acts } = this.#recording
    const agents = Object.fromEntries(this.#agents)
    const views = await Promise.all(
      [...this.#agents].map(async ([id, agent]) => [id, await agent.view(this.world.facts)] as const),
    )
    const figures = await this.world.figures({ world: this.world, acts, agents })
    return {
      step: this.#played,
      views: Object.fromEntries(views),
      figures,
      acts: [...acts],
      deed,
      keptAway: [...this.#takenAway],
    }
  }

  async #bring(agent: string, isAway: boolean): Promise<void> {
    this.#takenAway.delete(agent)
    if (isAway !== this.isAway(agent)) await this.#stage.agents[agent]![isAway ? 'leave' : 'come']()
  }

  async close(): Promise<void> {
    await Promise.all([...this.#agents.values()].map(agent => agent.close()))
  }
}

const whileTaken = (agent: string): string =>
  `You still have ${agent} offline. The script does not know it: what came of this step is in the columns and the figures.`
