import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, preview } from 'vite'
import { InputError } from './input-error'

/** The inspector, being served. */
export interface Page {
  readonly address: string
  close(): Promise<void>
}

const root = fileURLToPath(new URL('../../inspector', import.meta.url))

/**
 * Builds the inspector into a folder and serves it on the loopback interface.
 *
 * @param port 0 for any; without it 4173 or the next free one
 * @throws InputError when the port asked for is taken
 */
export async function servePage(options: {
  folder: string
  relay: string
  space: string
  port?: number
}): Promise<Page> {
  const { port, relay, space } = options
  const outDir = join(options.folder, 'page')
  await build({ root, logLevel: 'warn', build: { outDir, emptyOutDir: true } })
  const server = await preview({
    root,
    logLevel: 'warn',
    build: { outDir },
    preview: { host: '127.0.0.1', port, strictPort: port !== undefined },
  }).catch((error: Error) => {
    throw new InputError(
      `the page cannot be served on port ${port}: ${error.message}`,
      'give another one with --port, or 0',
    )
  })
  const address = new URL(server.resolvedUrls?.local[0] ?? '')
  address.search = new URLSearchParams({ relay, space }).toString()
  return { address: address.href, close: () => server.close() }
}
