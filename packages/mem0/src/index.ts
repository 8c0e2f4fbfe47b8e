export type { Entity } from './entities'
export type { SearchFilters } from './filters'
export type { HistoryRow } from './history-rows'
export { importFromMem0, type Mem0Import, type Mem0Row } from './import-from-mem0'
export type { MemoryItem } from './item'
export { Memory, type SearchResult } from './memory'
export type { Extract, Message } from './messages'
export type {
  AddMemoryOptions,
  DeleteAllMemoryOptions,
  GetAllMemoryOptions,
  MemoryConfig,
  SearchMemoryOptions,
  UpdateMemoryOptions,
} from './options'
