import type { Key, Storage } from '../storage'

/** Where an encrypted store says by which key it is sealed: no key of `storageKey`, and shorter than a name. */
export const mark: Key = Uint8Array.of(0)

/** Whether a storage holds an encrypted store: what is written into it beside that would be lost to its owner. */
export async function isEncrypted(storage: Storage): Promise<boolean> {
  return (await storage.get(mark)) !== undefined
}
