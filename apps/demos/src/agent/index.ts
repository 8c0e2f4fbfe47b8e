export type { AgentSpec } from './agent'
export { agentVerbs } from './agent-verbs'
export { openWorldAgent } from './open-world-agent'
