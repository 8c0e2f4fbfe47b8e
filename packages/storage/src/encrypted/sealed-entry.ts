import { compareKeys } from '../key'
import { StorageError, type StoredEntry } from '../storage'
import { idBytes, type SealingKey } from './sealing-key'

/** The version of a sealed entry and of the store's mark. */
const sealVersion = 1

const nonceBytes = 12
const headBytes = 1 + idBytes
const lengthBytes = 2

/**
 * An entry as it lies on disk: version, id of the key, nonce, then key length, key and value sealed by AES-GCM (NIST SP
 * 800-38D) with head and name as its associated data, so that entries cannot change places.
 *
 * @param name under which it is stored
 */
export async function sealEntry({ key, value }: StoredEntry, name: Uint8Array, by: SealingKey): Promise<Uint8Array> {
  const plain = new Uint8Array(lengthBytes + key.length + value.length)
  new DataView(plain.buffer).setUint16(0, key.length)
  plain.set(key, lengthBytes)
  plain.set(value, lengthBytes + key.length)
  const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes))
  const head = headOf(by)
  const sealed = await crypto.subtle.encrypt(parametersOf(nonce, head, name), by.aes, plain)
  const bytes = new Uint8Array(headBytes + nonceBytes + sealed.byteLength)
  bytes.set(head)
  bytes.set(nonce, headBytes)
  bytes.set(new Uint8Array(sealed), headBytes + nonceBytes)
  return bytes
}

/**
 * The entry that was sealed, and the key that did it.
 *
 * @throws StorageError `damaged` when a byte of it or its name is not as it was written, `wrong-key`, `newer`
 */
export async function openEntry(
  bytes: Uint8Array,
  name: Uint8Array,
  keys: readonly SealingKey[],
): Promise<StoredEntry & { readonly by: SealingKey }> {
  const by = keyOf(bytes, keys)
  const nonce = bytes.slice(headBytes, headBytes + nonceBytes)
  const sealed = bytes.slice(headBytes + nonceBytes)
  let plain: Uint8Array
  try {
    plain = new Uint8Array(await crypto.subtle.decrypt(parametersOf(nonce, headOf(by), name), by.aes, sealed))
  } catch (cause) {
    throw new StorageError('damaged', 'an encrypted entry is not as it was written', {
      hint: 'somebody or something changed the store: restore it from a backup, or remove it and let the relay fill a new one',
      cause,
    })
  }
  const keyEnd = lengthBytes + new DataView(plain.buffer).getUint16(0)
  return { key: plain.slice(lengthBytes, keyEnd), value: plain.slice(keyEnd), by }
}

/**
 * Which of the keys sealed this; also reads the mark of a store, which is a head alone.
 *
 * @throws StorageError `wrong-key`, `newer`, `damaged`
 */
export function keyOf(bytes: Uint8Array, keys: readonly SealingKey[]): SealingKey {
  if (bytes.length < headBytes || bytes[0] === 0) {
    throw new StorageError('damaged', 'an encrypted entry is cut short or has no version', {
      hint: 'restore the store from a backup',
    })
  }
  if (bytes[0]! > sealVersion) {
    throw new StorageError('newer', `a newer version of the library (${bytes[0]}) encrypted this store`, {
      hint: 'update the library; nothing was changed',
    })
  }
  const id = bytes.subarray(1, headBytes)
  const by = keys.find(key => compareKeys(key.id, id) === 0)
  if (by) return by
  throw new StorageError('wrong-key', 'this store was encrypted with another key', {
    hint: 'give the key that it was made with; while keys change, give the one before among formerKeys',
  })
}

/** Version and key id, in front of every entry. */
export function headOf({ id }: SealingKey): Uint8Array {
  return Uint8Array.of(sealVersion, ...id)
}

function parametersOf(iv: Uint8Array, head: Uint8Array, name: Uint8Array): AesGcmParams {
  return { name: 'AES-GCM', iv: iv as BufferSource, additionalData: Uint8Array.of(...head, ...name) }
}
