import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a folder, and those that it is in. One by one: where the system says of a folder that is there that it is not, as
 * under `/proc`, Node's own `recursive` tries for ever, and LMDB's binding makes its folder with that.
 *
 * @throws what the system says, such as ENOENT
 */
export function makeFolder(path: string): void {
  if (existsSync(path)) return
  const outer = dirname(path)
  // A drive that is not there is in nothing.
  if (outer !== path) makeFolder(outer)
  try {
    mkdirSync(path)
  } catch (error) {
    // Another process was faster.
    if (!existsSync(path)) throw error
  }
}
