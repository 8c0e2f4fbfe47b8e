export type { ToolGroup, ToolOptions } from '@commonplace/tools'
export { agentTools } from './agent-tools'
export { RunSession, type RunSessionOptions } from './run-session'
