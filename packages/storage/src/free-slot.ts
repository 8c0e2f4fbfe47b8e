import { type Storage, StorageError } from './storage'

/**
 * Opens the first slot that nobody holds, so that a second process or tab gets a replica of its own.
 *
 * @param open opens the slot of that number, from 0 up; `locked` means: try the next
 * @param limit how many slots to try
 * @throws StorageError `locked` when all are held; whatever else `open` rejects with
 */
export async function openFreeSlot(
  open: (slot: number) => Promise<Storage>,
  limit = 64,
): Promise<{ storage: Storage; slot: number }> {
  let held: unknown
  for (let slot = 0; slot < limit; slot++) {
    try {
      return { storage: await open(slot), slot }
    } catch (error) {
      if (!(error instanceof StorageError) || error.code !== 'locked') throw error
      held = error
    }
  }
  throw new StorageError('locked', `all ${limit} slots of this storage are held`, {
    hint: 'close some of the agents that share it',
    cause: held,
  })
}
