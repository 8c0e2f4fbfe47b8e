import { access, cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildInspector } from '@commonplace/app-inspector/serve'
import { build, type Plugin, preview } from 'vite'
import { type AgentProcess, agentDesk } from './agent-desk'
import { type SiteConfig, withoutServer } from './src/page/site-config'

const configFile = `${import.meta.dirname}/vite.config.ts`
const shared = { configFile, root: import.meta.dirname, logLevel: 'error' as const }

/** The pages where somebody has built them already. */
export interface BuiltPages {
  /** A folder that `buildInspector` has filled, or `buildSite`: what it holds is copied. */
  readonly inspector?: string
  /** A folder that `buildSite` has filled, inspector included. */
  readonly site?: string
}

/**
 * Builds worlds and inspector into a folder that any static host can serve.
 *
 * @param built what need not be built again
 */
export async function buildSite(
  outDir: string,
  config: SiteConfig = withoutServer,
  built: BuiltPages = {},
): Promise<void> {
  if (built.site) await cp(built.site, outDir, { recursive: true })
  else {
    const inspector = join(outDir, 'inspector')
    await build({ ...shared, build: { outDir, emptyOutDir: true } })
    await (built.inspector ? cp(built.inspector, inspector, { recursive: true }) : buildInspector(inspector))
  }
  await writeFile(join(outDir, 'site.json'), JSON.stringify(config))
}

export interface ServeSiteOptions {
  /** Where the built pages go. */
  readonly outDir: string
  /** 0 takes a free one. */
  readonly port: number
  /** null: each page runs the relay's rooms itself. */
  readonly relay: string | null
  readonly memories: SiteConfig['memories']
  /** Starts a process for one agent; without it all agents of the worlds live in the page. */
  readonly startAgent?: () => AgentProcess
  /** What need not be built again. */
  readonly built?: BuiltPages
}

/** A served site. */
export interface ServedSite {
  readonly url: string
  close(): Promise<void>
}

/**
 * Builds the site and serves it on this machine alone.
 *
 * @throws Error when the port is taken
 */
export async function serveSite(options: ServeSiteOptions): Promise<ServedSite> {
  const { outDir, port, relay, memories, startAgent, built } = options
  await buildSite(outDir, { relay, memories, agents: startAgent !== undefined }, built)
  const desk = startAgent && agentDesk(startAgent)
  const server = await preview({
    ...shared,
    appType: 'mpa',
    plugins: [
      missingPage(outDir),
      desk && { name: 'agents', configurePreviewServer: ({ middlewares }) => void middlewares.use(desk.answer) },
    ],
    build: { outDir },
    preview: { host: '127.0.0.1', port, strictPort: port !== 0 },
  })
  const address = server.httpServer.address()
  if (address === null || typeof address === 'string') throw new Error('the site is served, but not at a port')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    async close() {
      await desk?.close()
      await server.close()
    },
  }
}

/** What is no page is the page that says so. It may be asked for below any folder, so its own files are named from the root. */
const missingPage = (outDir: string): Plugin => ({
  name: 'missing-page',
  configurePreviewServer:
    ({ middlewares }) =>
    () =>
      void middlewares.use(async (request, response, next) => {
        // A folder and a page without its ending are by now asked for by the page's whole name.
        const { pathname } = new URL(request.url ?? '/', 'http://site')
        const isPage = pathname.endsWith('.html') && (await isFile(join(outDir, pathname)))
        if (isPage) return next()
        if (await isFile(join(outDir, pathname, 'index.html'))) {
          response.writeHead(302, { location: `.${pathname.slice(pathname.lastIndexOf('/'))}/` }).end()
          return
        }
        response.statusCode = 404
        response.setHeader('content-type', 'text/html; charset=utf-8')
        response.end((await readFile(join(outDir, '404.html'), 'utf8')).replaceAll('="./', '="/'))
      }),
})

const isFile = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
