import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Where React 19's development build decides whether an element remembers where it was made: ten thousand a second do. */
const remembers = /1e4\s*>\s*[\w$]+\.recentlyCreatedOwnerStacks\+\+/g

/**
 * Elements of a built page no longer remember where they were made, which only DevTools show. React takes a stack for each, and a
 * browser that is driven from outside makes of each a long one. What React warns of, it warns of as before.
 *
 * @param folder what a page was built into
 */
export async function withoutOwnerStacks(folder: string): Promise<void> {
  const files = await readdir(folder, { recursive: true })
  for (const file of files.filter(name => name.endsWith('.js'))) {
    const path = join(folder, file)
    const code = await readFile(path, 'utf8')
    const changed = code.replace(remembers, 'false')
    if (changed !== code) await writeFile(path, changed)
  }
}
