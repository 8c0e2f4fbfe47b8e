import type { FactPlace } from '../agent/fact-place'

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

/** Where a script plays: what there is to know, and who may know it. */
export interface Setting {
  /** The first is the team's. */
  readonly spaces: readonly SpaceRule[]
  readonly facts: readonly FactLine[]
  readonly secret?: Secret
}

/** The spaces that a member may read, the team's first. */
export function spacesOf({ spaces }: Setting, member: string): string[] {
  const mayRead = ({ readers, writers }: SpaceRule) =>
    (readers === undefined && writers === undefined) || [...(readers ?? []), ...(writers ?? [])].includes(member)
  return spaces.filter(mayRead).map(({ name }) => name)
}
