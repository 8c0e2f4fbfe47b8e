import { type Storage, StorageError } from '@commonplace/storage'
import type { LeftStore, UnreadStore } from '../store/left-store'

/** @returns undefined for one that is held: it was not left */
export async function openLeft<S extends Storage>(
  open: () => Promise<S>,
  destroy: (storage: S) => Promise<void>,
): Promise<LeftStore | UnreadStore | undefined> {
  try {
    const storage = await open()
    return { storage, destroy: () => destroy(storage) }
  } catch (error) {
    return error instanceof StorageError && error.code === 'locked' ? undefined : { error }
  }
}
