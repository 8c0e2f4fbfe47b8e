import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { openLmdbStorage } from '@commonplace/storage/lmdb'
import type { LeftStore, UnreadStore } from '../store/left-store'
import { toFolderName } from './folder-name'
import { openLeft } from './open-left'

/** Beyond every key. */
const end = new Uint8Array(1024).fill(0xff)

/**
 * Opens, one after the other, the further stores of an agent that no process has open. They are emptied in the end, not deleted: a
 * process may be about to open the folder.
 *
 * @param folder where the stores of the tenant are
 */
export async function* leftFolders(folder: string, agent: string): AsyncIterable<LeftStore | UnreadStore> {
  if (!existsSync(folder)) return
  const present = new Set(readdirSync(folder))
  for (let slot = 2; present.has(toFolderName(`${agent}@${slot}`)); slot++) {
    const path = join(folder, toFolderName(`${agent}@${slot}`))
    const left = await openLeft(
      () => openLmdbStorage({ path, checked: true }),
      async storage => {
        try {
          await storage.commit([{ deleteRange: [Uint8Array.of(0), end] }])
          await storage.scrub?.()
        } finally {
          await storage.close()
        }
      },
    )
    if (left) yield left
  }
}
