import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createServer } from 'vite'
import { published } from './published'

export interface ImportMap {
  /** Names that files import, and the file that each stands for, absolute. */
  readonly imports: ReadonlyMap<string, string>
  close(): Promise<void>
}

/** Every name that a page without a bundler needs for an entry of our packages as they are published. */
export async function importMapOf(entry: string, packages: readonly string[]): Promise<ImportMap> {
  const ours = await published(packages)
  const server = await createServer({
    configFile: false,
    logLevel: 'error',
    plugins: [ours.plugin],
    appType: 'custom',
    server: { middlewareMode: true, ws: false },
    optimizeDeps: { noDiscovery: true },
  })
  const imports = new Map<string, string>()
  const seen = new Set<string>()
  const follow = async (name: string, importer: string | undefined) => {
    const found = await server.environments.client.pluginContainer.resolveId(name, importer)
    const file = found?.id.replace(/\?.*$/, '')
    // For Node alone.
    if (!file?.startsWith('/')) return
    if (!name.startsWith('.')) imports.set(name, file)
    if (seen.has(file)) return
    seen.add(file)
    // An import that stands in a comment has no file.
    const text = await readFile(file, 'utf8').catch(() => '')
    for (const [, , each] of text.matchAll(/(?:from|import)\s*\(?\s*(['"])([^'"\n]+)\1/g)) await follow(each!, file)
  }
  try {
    await follow(entry, join(dirname(new URL(import.meta.url).pathname), 'page.js'))
  } finally {
    await server.close()
  }
  return { imports, close: ours.close }
}
