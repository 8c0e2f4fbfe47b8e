import type { Agent } from '../agent/agent'
import type { FactPlace } from '../agent/fact-place'
import type { Tools } from '../agent/open-agent'
import type { Figure } from '../run/figure'
import type { Played } from '../run/played'

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

/** Who may read and write a shared space; everybody where nobody is named. */
export interface SpaceRule {
  readonly name: string
  readonly writers?: readonly string[]
  readonly readers?: readonly string[]
  /** What is written there waits until one of these found it right. */
  readonly validators?: readonly string[]
}

/** What a column shows of one thing the team knows. */
export interface FactLine extends FactPlace {
  readonly label?: string
  /** What it says while nobody knows. */
  readonly none: string
}

/** A text that one agent alone is to hold. */
export interface Secret {
  readonly label: string
  readonly owner: string
  readonly space: string
  readonly content: string
  /** Bytes of it that stand nowhere else. */
  readonly canary: string
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
export interface World {
  readonly id: string
  readonly title: string
  /** One sentence for the list of worlds. */
  readonly summary: string
  /** The story's day, `2026-11-20`. */
  readonly day: string
  readonly members: readonly Member[]
  /** The first is the team's. */
  readonly spaces: readonly SpaceRule[]
  readonly facts: readonly FactLine[]
  readonly secret?: Secret
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

/** The spaces that a member may read, the team's first. */
export function spacesOf({ spaces }: World, member: string): string[] {
  const mayRead = ({ readers, writers }: SpaceRule) =>
    (readers === undefined && writers === undefined) || [...(readers ?? []), ...(writers ?? [])].includes(member)
  return spaces.filter(mayRead).map(({ name }) => name)
}
