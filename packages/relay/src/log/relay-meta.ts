import { type Operation, type Storage, StorageError } from '@commonplace/storage'
import { relayKey } from './keys'

// 2: what a commit appends lies in a journal of all rooms until it is settled.
const version = 2

interface RelayMeta {
  readonly version: number
  readonly epoch: string
}

/**
 * What a relay says of itself.
 *
 * @throws StorageError `damaged`
 */
export function readRelayMeta(stored: Uint8Array): RelayMeta {
  try {
    const meta = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(stored)) as RelayMeta
    if (Number.isSafeInteger(meta.version) && typeof meta.epoch === 'string' && meta.epoch !== '') return meta
  } catch {
    // Said below.
  }
  throw new StorageError('damaged', 'what the relay says of itself does not decode', {
    hint: 'restore a backup, or repair the store: its log gets another epoch then',
  })
}

/**
 * The epoch of the log: random when the store is created, the same ever after. A client that knows another epoch knows that
 * this log is not the one that acknowledged its writes.
 *
 * @param createEpoch gives the epoch of a new store
 * @throws StorageError `damaged`; when a newer relay wrote the store
 */
export async function openEpoch(storage: Storage, createEpoch: () => string): Promise<string> {
  const stored = await storage.get(relayKey)
  if (stored !== undefined) {
    const meta = readRelayMeta(stored)
    if (meta.version > version)
      throw new Error(`the store was written by a newer relay (format ${meta.version}); run one as new`)
    if (meta.version < version) await storage.commit([putEpoch(meta.epoch)])
    return meta.epoch
  }
  return writeEpoch(storage, createEpoch())
}

/**
 * Gives a log that was taken from a backup an epoch of its own, so that nobody takes it for the one that acknowledged more.
 *
 * @throws when a newer relay wrote the store, or none did
 */
export async function renewEpoch(storage: Storage, createEpoch: () => string): Promise<string> {
  let isNew = false
  await openEpoch(storage, () => {
    isNew = true
    return createEpoch()
  })
  if (isNew) throw new Error('it is not the store of a relay, since it has no epoch')
  return writeEpoch(storage, createEpoch())
}

/** The operation that makes the epoch of the log durable. */
export function putEpoch(epoch: string): Operation {
  return { put: relayKey, value: new TextEncoder().encode(JSON.stringify({ version, epoch })) }
}

async function writeEpoch(storage: Storage, epoch: string): Promise<string> {
  await storage.commit([putEpoch(epoch)])
  return epoch
}
