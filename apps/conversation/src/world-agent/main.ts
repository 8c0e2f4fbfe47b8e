import { type AgentSpec, agentVerbs, openWorldAgent } from '@commonplace/app-demos/agent'
import type { Verbs } from '../process/message'
import { serveVerbs } from '../process/serve-verbs'

type Call = (...input: readonly unknown[]) => Promise<unknown>

/** One agent of a world: opened once, then its verbs, each with the list of its arguments. */
const verbs: Record<string, (input: readonly unknown[]) => Promise<unknown>> = {
  async open([spec]) {
    const agent = await openWorldAgent(spec as AgentSpec)
    for (const verb of agentVerbs) verbs[verb] = input => (agent[verb] as Call)(...input)
  },
}
serveVerbs(verbs as Partial<Verbs>)
