import type { Agent } from '../agent/agent'
import type { Tools } from '../agent/open-agent'
import type { Figure } from '../run/figure'
import type { Played } from '../run/played'
import type { Setting } from './setting'

/** One member of a world's team. */
export interface Member {
  readonly id: string
  /** What it runs in, as its column says. */
  readonly where: string
  /** What it runs in where the page's server can start it there. */
  readonly elsewhere?: 'Node process'
  /** What it tells the registry of itself. */
  readonly does: string
  readonly capabilities: readonly string[]
}

/** The team while it plays: every agent by its name. */
export interface Stage {
  readonly agents: Readonly<Record<string, Agent>>
  /** Ids and other things that later steps need. */
  readonly notes: Map<string, string>
}

/** One step of a script. */
export interface Step {
  /** When it happens in the story, of the world's day: `13:52:10`. */
  readonly at: string
  readonly short: string
  readonly title: string
  /** What is happening. */
  readonly now: string
  /** What would have happened with the same script, one transcript and a store where the last write wins. */
  readonly without: string
  /** The call that matters. */
  readonly code: string
  /** What each agent does, by its name; those left out wait. */
  readonly doing: Readonly<Record<string, string>>
  /** Who must be with the relay for it, whoever was taken offline: what they wrote is needed by others. */
  readonly needs?: readonly string[]
  play(stage: Stage): Promise<void>
}

/** A small team with a script. The same script is played in the page and by `pnpm demo`. */
export interface World extends Setting {
  readonly id: string
  readonly title: string
  /** One sentence for the list of worlds. */
  readonly summary: string
  /** The story's day, `2026-11-20`. */
  readonly day: string
  readonly members: readonly Member[]
  /** Who goes offline at the press of a key. */
  readonly away: string
  /** Two agents that say different things at the press of a key, and who settles it. */
  readonly dispute: {
    readonly key: string
    readonly sides: readonly [readonly [string, unknown], readonly [string, unknown]]
  }
  readonly tools: Tools
  readonly steps: readonly Step[]
  /** What the run so far comes to, counted. */
  figures(played: Played): Promise<readonly Figure[]>
}
