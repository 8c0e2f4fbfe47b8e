import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build, type PluginOption, preview } from 'vite'
import { uncompressed } from '../../apps/inspector/uncompressed'

export interface ServedPages {
  /** Where the page is, such as `http://127.0.0.1:5301/`. */
  readonly url: string
  /** What it was built into; it is gone once the page is closed. */
  readonly folder: string
  close(): Promise<void>
}

export interface ServePagesOptions {
  readonly plugins?: PluginOption[]
  /** minified and for production, as Vite does it if nothing is said */
  readonly isRelease?: boolean
}

/** What several chunks share is in one, else in many of a few lines: each is a request, which costs the browser more than its lines. */
const rolldownOptions = { output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] } } }

/**
 * Bundles a page, workspace packages included, and serves it on a free loopback port. Bundled, since a page
 * of four hundred modules takes seconds to load from source, and each test loads it anew. React is its development
 * build, which says what it dislikes and mounts twice in strict mode.
 *
 * @param root folder that holds its index.html, absolute or relative to the working directory
 */
export async function servePages(root: string, options: ServePagesOptions = {}): Promise<ServedPages> {
  const outDir = await mkdtemp(join(tmpdir(), 'commonplace-pages-'))
  const shared = { configFile: false, root: resolve(root), logLevel: 'error' } as const
  await build({
    ...shared,
    base: './',
    plugins: options.plugins ?? [],
    resolve: { dedupe: ['yjs', 'react', 'react-dom'] },
    ...(!options.isRelease && { define: { 'process.env.NODE_ENV': '"development"' } }),
    build: {
      outDir,
      emptyOutDir: true,
      ...(!options.isRelease && {
        target: 'es2022',
        minify: false,
        modulePreload: { polyfill: false },
        rolldownOptions,
      }),
    },
  })
  const server = await preview({
    ...shared,
    plugins: [uncompressed],
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0 },
  })
  const address = server.httpServer.address()
  if (address === null || typeof address === 'string') throw new Error('Vite has no port')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    folder: outDir,
    async close() {
      await server.close()
      await rm(outDir, { recursive: true, force: true })
    },
  }
}
