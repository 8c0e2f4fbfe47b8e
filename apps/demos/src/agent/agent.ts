import type { AddOptions, AssertOptions } from '@commonplace/memory'
import type { AgentView } from './agent-view'
import type { FactPlace } from './fact-place'

/**
 * What a script has an agent do. Every argument and answer is JSON, so that the agent may as well be in another process.
 * Each verb is one of the library's, by its name.
 */
export interface Agent {
  readonly id: string
  /** `team.register` */
  register(description: string, capabilities: readonly string[]): Promise<void>
  /** `add`; the record's id */
  add(content: string, options?: Plain<AddOptions>): Promise<string>
  /** `facts.assert`; the id of the version that says so */
  assert(key: string, value: unknown, options?: Plain<AssertOptions>): Promise<string>
  /** `facts.get`: the value that reads give */
  read(key: string, options?: { readonly space?: string; readonly asOf?: string }): Promise<unknown>
  /** `facts.resolve` */
  resolve(key: string, value: unknown, options?: { readonly space?: string; readonly reason?: string }): Promise<void>
  /** `validate`; the status that the record has then */
  validate(id: string, verdict: 'verified' | 'refuted', reason: string): Promise<string | undefined>
  /** `dependents`: how many records that were made from it stand, and how many closed */
  dependents(id: string): Promise<{ readonly open: number; readonly closed: number }>
  /** `team.whoKnows`: names, best first */
  whoKnows(topic: string): Promise<readonly string[]>
  /** `work.once` around a tool; its answer */
  call(tool: string, input: string): Promise<unknown>
  /** `context` */
  context(query: string, budget: number): Promise<{ readonly tokens: number; readonly citations: number }>
  /** Asks the relay for a space: what it answers. */
  knock(space: string): Promise<string>
  /** `sync.pause`: writing and reading go on */
  leave(): Promise<void>
  /** `sync.resume`; resolves when everything written meanwhile is on the relay's disk */
  come(): Promise<void>
  /** What it holds, as a column shows it. */
  view(facts: readonly FactPlace[]): Promise<AgentView>
  /** Every entry of a space as it is here: one line each, the same on every replica. */
  copy(space: string): Promise<readonly string[]>
  /** Whether a text's bytes stand anywhere in its store. */
  holds(text: string): Promise<boolean>
  /** Every claim that it holds under a fact's record: author, and value as JSON. */
  history(id: string): Promise<readonly { readonly author: string; readonly value: string }[]>
  /** How often it ran a tool itself. */
  runs(): Promise<number>
  close(): Promise<void>
}

/** Options that survive JSON. */
export type Plain<Options> = Omit<Options, 'signal'>

/** Whom to open. */
export interface AgentSpec {
  readonly id: string
  readonly tenant: string
  readonly relay: string
  /** Spaces it shares with others; the first is where it writes when nothing else is said. */
  readonly spaces: readonly string[]
  readonly checkpoints: readonly { readonly space: string; readonly validators: number; readonly among: string[] }[]
  /** The world whose tools it has. */
  readonly world: string
}
