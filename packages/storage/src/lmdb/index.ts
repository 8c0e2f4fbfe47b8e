export { type LmdbReader, openLmdbReader } from './lmdb-reader'
export { type LmdbStorageOptions, openLmdbStorage } from './lmdb-storage'
