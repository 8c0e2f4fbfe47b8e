import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Which of some words stand, as UTF-8 bytes, in any file below a folder: what somebody with the disk in their hands
 * could read.
 */
export async function wordsInFolder(folder: string, words: readonly string[]): Promise<Set<string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const found = new Set<string>()
  for (const entry of entries.filter(one => one.isFile())) {
    const bytes = await readFile(join(entry.parentPath, entry.name))
    for (const word of words) if (bytes.includes(word)) found.add(word)
  }
  return found
}
