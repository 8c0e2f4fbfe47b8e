import { fileURLToPath } from 'node:url'

interface Modules {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null
}

/**
 * Puts all that both an entry and other files import at once into one file, which the core does not take then.
 *
 * @param priority what a file of a higher one takes, this one does not
 */
export function sharedChunk(name: string, entry: string, others: readonly string[], priority: number) {
  let shared: ReadonlySet<string> | undefined
  return {
    name(id: string, modules: Modules): string | null {
      if (!shared) {
        const theirs = importedBy(others, modules)
        shared = new Set([...importedBy([entry], modules)].filter(each => theirs.has(each)))
      }
      return shared.has(id) ? name : null
    },
    priority,
  }
}

/**
 * Puts all that the library imports at once into one file. Bundlers cut it into one for each set of parts that share
 * something: 44 small files for a page to load, which compress an eighth worse.
 *
 * @param platforms what the file itself imports of us from outside, so that they must not import it
 */
export function coreChunk(entry: string, platforms: readonly string[]) {
  let core: ReadonlySet<string> | undefined
  return {
    name(id: string, modules: Modules): string | null {
      if (!core) {
        const apart = importedBy(platforms, modules)
        core = new Set([...importedBy([entry], modules)].filter(each => !apart.has(each)))
      }
      return core.has(id) ? 'core' : null
    },
    priority: 2,
  }
}

function importedBy(files: readonly string[], modules: Modules): Set<string> {
  const found = new Set(files.map(toPath))
  // Grows while it is walked over.
  for (const id of found) for (const next of modules.getModuleInfo(id)?.importedIds ?? []) found.add(next)
  return found
}

function toPath(file: string): string {
  return fileURLToPath(new URL(`./src/${file}`, import.meta.url))
}
