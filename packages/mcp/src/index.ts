export type { ToolGroup, ToolOptions } from '@commonplace/tools'
export { createMcpServer } from './create-mcp-server'
