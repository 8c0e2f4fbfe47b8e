export type { ToolGroup, ToolOptions } from '@commonplace/tools'
export { type RecallOptions, recallMiddleware } from './recall-middleware'
export { toolSet } from './tool-set'
