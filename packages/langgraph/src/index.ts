export { type CheckpointerOptions, CommonplaceCheckpointer } from './checkpointer'
export { CommonplaceStore, type StoreOptions } from './store'
