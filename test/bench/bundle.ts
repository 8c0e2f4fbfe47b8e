import { isAbsolute } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/**
 * Bundles a script with our packages into one file of plain JavaScript, as a release would run: nothing is translated while
 * it is measured, and no development transform slows it.
 *
 * @param script absolute path of its source
 * @param isFirst whether what was in the folder goes
 * @param folder where `<name>.mjs` goes: inside the package whose dependencies it shares
 */
export async function bundle(script: string, folder: string, name: string, isFirst = true): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('./', import.meta.url)),
    ssr: { noExternal: [/^@commonplace\//] },
    build: {
      ssr: script,
      target: 'node20',
      outDir: folder,
      emptyOutDir: isFirst,
      rollupOptions: {
        // What it depends on is found from where the bundle lies.
        external: id => /^[@\w]/.test(id) && !id.startsWith('@commonplace/') && !isAbsolute(id),
        output: { entryFileNames: `${name}.mjs` },
      },
    },
  })
}
