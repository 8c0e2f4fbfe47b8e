import { crc32 } from 'node:zlib'
import { keyToParts } from '../key'
import { copyBytes } from '../operations'
import { type Key, StorageError } from '../storage'

/** How the values of a store lie on the disk. */
export interface ValueForm {
  /** May be the value itself. */
  toDisk(key: Key, value: Uint8Array): Uint8Array
  /**
   * The value in a buffer of its own.
   *
   * @throws StorageError `damaged` when it is not what was written under this key
   */
  fromDisk(key: Key, stored: Uint8Array): Uint8Array
}

export const plainValues: ValueForm = {
  toDisk: (_, value) => value,
  fromDisk: (_, stored) => copyBytes(stored),
}

const sumBytes = 4

/** Each value with the CRC-32 (IEEE 802.3, as zlib) of its key and it behind it, little-endian: LMDB has none of its own. */
export function checkedValues(path: string): ValueForm {
  return {
    toDisk(key, value) {
      const stored = new Uint8Array(value.length + sumBytes)
      stored.set(value)
      new DataView(stored.buffer).setUint32(value.length, sumOf(key, value), true)
      return stored
    },
    fromDisk(key, stored) {
      const end = stored.length - sumBytes
      const value = copyBytes(stored.subarray(0, Math.max(0, end)))
      const sums = new DataView(stored.buffer, stored.byteOffset, stored.length)
      if (end >= 0 && sums.getUint32(end, true) === sumOf(key, value)) return value
      throw new StorageError('damaged', `what "${path}" holds as ${nameOf(key)} is not as it was written`, {
        hint: 'restore the folder from a backup, or move it away and start afresh',
      })
    },
  }
}

const sumOf = (key: Key, value: Uint8Array): number => crc32(value, crc32(key))

function nameOf(key: Key): string {
  try {
    return keyToParts(key).join('/')
  } catch {
    return Buffer.from(key).toString('hex')
  }
}
