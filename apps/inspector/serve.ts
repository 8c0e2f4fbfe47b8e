import { build, preview } from 'vite'
import { type InspectorSource, inspectorAddress } from './address'

export interface ServeOptions {
  /** 0 takes a free one. */
  readonly port?: number
  /** Where the built page goes; the app's own `dist` when left out. */
  readonly outDir?: string
}

/** A served inspector. */
export interface ServedInspector {
  /** Its address; `addressFor` adds the memory to open. */
  readonly url: string
  /** The address that opens a memory. */
  addressFor(source: InspectorSource): string
  close(): Promise<void>
}

const shared = {
  configFile: `${import.meta.dirname}/vite.config.ts`,
  root: import.meta.dirname,
  logLevel: 'error' as const,
}

/** Builds the page into a folder: the app's own `dist` when left out. */
export async function buildInspector(outDir?: string): Promise<void> {
  await build({ ...shared, build: { outDir, emptyOutDir: true } })
}

/** Builds the page and serves it on the loopback, with its strict content security policy. */
export async function serveInspector({ port = 0, outDir }: ServeOptions = {}): Promise<ServedInspector> {
  await buildInspector(outDir)
  const server = await preview({
    ...shared,
    build: { outDir },
    preview: { host: '127.0.0.1', port, strictPort: port !== 0 },
  })
  const address = server.httpServer.address()
  if (address === null || typeof address === 'string') throw new Error('the page is served, but not at a port')
  const url = `http://127.0.0.1:${address.port}/`
  return {
    url,
    addressFor: source => inspectorAddress(url, source),
    close: () => server.close(),
  }
}
