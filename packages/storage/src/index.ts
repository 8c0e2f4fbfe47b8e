export type { EncryptionOptions } from './encrypted/encrypted-storage'
export { isEncrypted } from './encrypted/mark'
export type { StorageSecret } from './encrypted/sealing-key'
export { openFreeSlot } from './free-slot'
export { compareKeys, type KeyPart, keyToParts, maxKeyBytes, rangeOf, storageKey } from './key'
export { type PatientOptions, type PatientStorage, patientStorage, type Waiting } from './patient-storage'
export {
  type CommitOptions,
  type Key,
  type Operation,
  type RangeOptions,
  type Storage,
  StorageError,
  type StorageErrorCode,
  type StoredEntry,
} from './storage'
