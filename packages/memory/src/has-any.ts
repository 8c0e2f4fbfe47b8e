import type { Key, Storage } from '@commonplace/storage'

/** Whether a storage has anything in a range of keys. */
export async function hasAny(storage: Storage, [from, to]: readonly [from: Key, to: Key]): Promise<boolean> {
  for await (const _ of storage.range(from, to, { limit: 1 })) return true
  return false
}
