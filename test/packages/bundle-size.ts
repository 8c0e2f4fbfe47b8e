import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'

/**
 * Bundles an entry as an application does.
 *
 * @param entry its path within `packages`
 * @param external what the application has anyway
 * @returns kilobytes (1,000 bytes) of gzip
 */
export async function bundleSize(entry: string, external: (string | RegExp)[]): Promise<number> {
  const input = fileURLToPath(new URL(`../../packages/${entry}`, import.meta.url))
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, rolldownOptions: { input, external, preserveEntrySignatures: 'strict' } },
  })
  const output = [built].flat().flatMap(each => ('output' in each ? each.output : []))
  return output.reduce((sum, each) => sum + (each.type === 'chunk' ? gzipSync(each.code).length : 0), 0) / 1000
}
