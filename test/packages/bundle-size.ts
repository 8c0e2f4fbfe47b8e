import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build, type Rolldown } from 'vite'

/** Kilobytes (1,000 bytes) of gzip that a browser loads of an entry of one of our packages. */
export interface BundleSize {
  /** With the page: the entry's file and all that it imports. */
  readonly initial: number
  /** Beside that, once a memory is opened with a relay. */
  readonly relay: number
  /** Beside both, in an idle moment: the other parts, without data that only some need (languages, tokens). */
  readonly parts: number
}

/**
 * Bundles an entry as an application does and weighs the files.
 *
 * @param entry its path within `packages`
 * @param external what the application has anyway
 */
export async function bundleSize(entry: string, external: (string | RegExp)[] = []): Promise<BundleSize> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      rolldownOptions: {
        input: fileURLToPath(new URL(`../../packages/${entry}`, import.meta.url)),
        external,
        preserveEntrySignatures: 'strict',
      },
    },
  })
  const output = [built].flat().flatMap(each => ('output' in each ? each.output : []))
  const chunks = new Map(output.flatMap(each => (each.type === 'chunk' ? [[each.fileName, each] as const] : [])))
  const counted = new Set<string>()
  const weigh = (isStart: (chunk: Rolldown.OutputChunk) => boolean) => {
    const open = [...chunks.values()].filter(isStart).map(({ fileName }) => fileName)
    let bytes = 0
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      const chunk = chunks.get(name)
      if (!chunk || counted.has(name)) continue
      counted.add(name)
      bytes += gzipSync(chunk.code).length
      open.push(...chunk.imports)
    }
    return bytes / 1000
  }
  return {
    initial: weigh(chunk => chunk.isEntry),
    relay: weigh(chunk => chunk.facadeModuleId?.endsWith('/sync/connection.ts') ?? false),
    parts: weigh(chunk => chunk.facadeModuleId?.match(/\/memory\/src\/.*\/(part|context|erase)\.ts$/) != null),
  }
}
