import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'tsdown'
import type { Plugin } from 'vite'

interface Manifest {
  readonly sideEffects: false | readonly string[]
  readonly publishConfig: {
    readonly exports: Record<string, { readonly default: string } | string>
    readonly imports?: Record<string, { readonly default: string }>
  }
}

interface Published {
  readonly plugin: Plugin
  folderOf(name: string): string
  close(): Promise<void>
}

/** Our packages as they are published, for whoever bundles them: built anew, into folders that `close` deletes. */
export async function published(names: readonly string[]): Promise<Published> {
  const packages = new Map(await Promise.all(names.map(async name => [name, await builtPackage(name)] as const)))
  return {
    plugin: {
      name: 'published',
      enforce: 'pre',
      resolveId(id, importer) {
        const [, name, entry = ''] = id.match(/^@commonplace\/([^/]+)(\/.*)?$/) ?? []
        if (name) return packages.get(name)?.exported(`.${entry}`)
        return (
          importer && [...packages.values()].find(({ folder }) => importer.startsWith(folder))?.imported(id, importer)
        )
      },
    },
    folderOf: name => packages.get(name)!.folder,
    close: async () => {
      await Promise.all([...packages.values()].map(({ folder }) => rm(folder, { recursive: true })))
    },
  }
}

async function builtPackage(name: string) {
  const cwd = fileURLToPath(new URL(`../../packages/${name}/`, import.meta.url))
  // In there it finds what the package depends on.
  const folder = await mkdtemp(join(cwd, 'node_modules', '.published-'))
  await build({ cwd, outDir: folder, dts: false, logLevel: 'error', report: false })
  const { publishConfig, sideEffects } = JSON.parse(await readFile(join(cwd, 'package.json'), 'utf8')) as Manifest
  // A bundler reads from the manifest that files may be left out; here they lie where it does not look for one.
  const patterns = (sideEffects || []).map(
    pattern => new RegExp(`${pattern.replace('./dist/', '/').replace(/(\*\*\/)?\*/, '[^/]*')}$`),
  )
  const found = (id: string) => ({ id, moduleSideEffects: patterns.some(pattern => pattern.test(id)) })
  const placed = (target: { readonly default: string } | string | undefined) =>
    typeof target === 'object' ? found(join(folder, target.default.replace(/^\.\/dist\//, ''))) : undefined
  return {
    folder,
    exported: (entry: string) => placed(publishConfig.exports[entry]),
    imported: (id: string, importer: string) =>
      id.startsWith('.') ? found(join(dirname(importer), id)) : placed(publishConfig.imports?.[id]),
  }
}
