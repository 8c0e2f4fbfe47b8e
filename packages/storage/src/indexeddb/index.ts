export { hasYIndexedDb, readYIndexedDb } from './adopt-y-indexeddb'
export { type IndexedDbStorageOptions, openIndexedDbStorage } from './indexed-db-storage'
