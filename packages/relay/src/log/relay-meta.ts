import type { Storage } from '@commonplace/storage'
import { relayKey } from './keys'

const version = 1

/**
 * The epoch of the log: random when the store is created, the same ever after. A client that knows another epoch knows that
 * this log is not the one that acknowledged its writes.
 *
 * @param createEpoch gives the epoch of a new store
 * @throws when a newer relay wrote the store
 */
export async function openEpoch(storage: Storage, createEpoch: () => string): Promise<string> {
  const stored = await storage.get(relayKey)
  if (stored !== undefined) {
    const meta = JSON.parse(new TextDecoder().decode(stored)) as { version: number; epoch: string }
    if (meta.version > version) throw new Error(`the store was written by a newer relay (format ${meta.version})`)
    return meta.epoch
  }
  const epoch = createEpoch()
  await storage.commit([{ put: relayKey, value: new TextEncoder().encode(JSON.stringify({ version, epoch })) }])
  return epoch
}
