export { hasYIndexedDb, readYIndexedDb } from './adopt-y-indexeddb'
export { type IndexedDbStorage, type IndexedDbStorageOptions, openIndexedDbStorage } from './indexed-db-storage'
