export { type EncryptionOptions, encryptedStorage } from './encrypted-storage'
export type { StorageSecret } from './sealing-key'
