import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { StorageError } from '../storage'

/** For a place that is no good for a store, whoever finds out. */
export const otherFolder = 'name a folder that this process may make and write in'

/**
 * Looks whether the files that LMDB opens may be opened: where its lock file may not, as when another user made it, the binding ends the
 * process instead of throwing. Nothing is opened here, since closing the lock file would end the locks that this process has on it.
 *
 * @throws StorageError `failed`, or what the system says, such as EACCES
 */
export function assertUsable(folder: string): void {
  for (const file of ['data.mdb', 'lock.mdb'].map(name => join(folder, name)).filter(existsSync)) {
    if (!statSync(file).isFile()) throw new StorageError('failed', `"${file}" is no file`, { hint: otherFolder })
    accessSync(file, constants.R_OK | constants.W_OK)
  }
}
