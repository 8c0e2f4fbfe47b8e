import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { expect, test } from 'vitest'

/** The kilobytes, compressed, that an application's bundle carries of an entry. */
async function gzipKb(entry: string, external: (string | RegExp)[]): Promise<number> {
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
  const chunks = [built].flat().flatMap(each => ('output' in each ? each.output : []))
  const code = chunks.flatMap(chunk => (chunk.type === 'chunk' && chunk.isEntry ? chunk.code : []))
  expect(code).toHaveLength(1)
  return gzipSync(code[0]!).length / 1000
}

test('the hooks are at most 3 kB', async () => {
  expect(await gzipKb('react/src/index.ts', [/^react/, '@commonplace/memory'])).toBeLessThan(3)
})
