import { copyBytes } from '../operations'
import { StorageError } from '../storage'

/** 32 bytes, or a key that WebCrypto derives keys from (`HKDF`), which need not be extractable. */
export type StorageSecret = Uint8Array | CryptoKey

/** A key that seals entries, and the name by which an entry says so. */
export interface SealingKey {
  /** 8 bytes that follow from the secret and tell nothing about it */
  readonly id: Uint8Array<ArrayBuffer>
  readonly aes: CryptoKey
}

export const idBytes = 8
const secretBytes = 32
const domain = new TextEncoder().encode('commonplace storage 1')

/**
 * Derives what seals from what the application gives (HKDF with SHA-256, RFC 5869): what is on disk never was sealed by the
 * secret itself, so that it may serve elsewhere too.
 *
 * @throws StorageError `wrong-key` when it is no secret of this kind, `failed` where the platform has no WebCrypto
 */
export async function sealingKey(secret: StorageSecret): Promise<SealingKey> {
  const { subtle } = globalThis.crypto ?? {}
  if (subtle === undefined) {
    throw new StorageError('failed', 'this page has no WebCrypto, which encryption at rest needs', {
      hint: 'serve it over https, or from this machine',
    })
  }
  const isBytes = secret instanceof Uint8Array
  if (isBytes ? secret.length !== secretBytes : secret?.algorithm?.name !== 'HKDF') {
    throw new StorageError('wrong-key', `the key of a store is ${secretBytes} bytes, or a CryptoKey for HKDF`, {
      hint: 'draw it with crypto.getRandomValues(new Uint8Array(32)), or derive it from a password, and keep it',
    })
  }
  const base = isBytes
    ? await subtle.importKey('raw', copyBytes(secret), 'HKDF', false, ['deriveKey', 'deriveBits'])
    : secret
  const part = (info: string) => ({
    name: 'HKDF',
    hash: 'SHA-256',
    salt: domain,
    info: new TextEncoder().encode(info),
  })
  const kind = { name: 'AES-GCM', length: 256 }
  const aes = await subtle.deriveKey(part('entries'), base, kind, false, ['encrypt', 'decrypt'])
  return { id: new Uint8Array(await subtle.deriveBits(part('id'), base, idBytes * 8)), aes }
}
