export { MemoryDisk } from './memory-disk'
export { type MemoryStorage, type MemoryStorageOptions, memoryStorage } from './memory-storage'
