import type { Agent } from '../agent/agent'
import type { Setting } from '../worlds/setting'
import type { Act } from './act'

/** A run so far: what was done, and the agents to be asked. */
export interface Played {
  readonly world: Setting
  readonly acts: readonly Act[]
  readonly agents: Readonly<Record<string, Agent>>
}
