export { CommonplaceStore, type StoreOptions } from './store'
