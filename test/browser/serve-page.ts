import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createServer, type PluginOption } from 'vite'

const workspace = fileURLToPath(new URL('../..', import.meta.url))

export interface ServedPages {
  /** Where the pages are, such as `http://127.0.0.1:5301/`. */
  readonly url: string
  close(): Promise<void>
}

export interface ServePagesOptions {
  readonly plugins?: PluginOption[]
  /**
   * CommonJS packages that the pages import, bundled before the first request. Nothing is discovered later: that would
   * reload a page in the middle of a test.
   */
  readonly bundle?: readonly string[]
}

/**
 * Serves a folder of pages from source, workspace packages included, on a free loopback port.
 *
 * @param root folder that holds the HTML files, absolute or relative to the working directory
 */
export async function servePages(root: string, options: ServePagesOptions = {}): Promise<ServedPages> {
  const cache = await mkdtemp(join(tmpdir(), 'commonplace-vite-'))
  const server = await createServer({
    configFile: false,
    root: resolve(root),
    cacheDir: cache,
    logLevel: 'error',
    plugins: options.plugins ?? [],
    resolve: { dedupe: ['yjs', 'react', 'react-dom'] },
    optimizeDeps: { noDiscovery: true, include: [...(options.bundle ?? [])] },
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null, fs: { allow: [workspace, cache] } },
  })
  await server.listen()
  const address = server.httpServer?.address()
  if (address === null || address === undefined || typeof address === 'string') throw new Error('Vite has no port')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    async close() {
      await server.close()
      await rm(cache, { recursive: true, force: true })
    },
  }
}
