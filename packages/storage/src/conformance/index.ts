export type { CrashablePlace, Place } from './case'
export { verifyAfterCrash, writeUntilCrash } from './crash'
export { crashConformance, type Runner, storageConformance } from './storage-conformance'
