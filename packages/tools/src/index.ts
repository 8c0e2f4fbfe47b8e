export { createTools, type MemoryTool, type ToolOptions } from './create-tools'
export { toErrorText } from './error-text'
export { shownFact, shownRecord } from './shown-record'
export { type ToolGroup, toolGroups } from './tool'
