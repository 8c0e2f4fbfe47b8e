import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { isInstalled, peersFolder, relayBundle } from './subjects'

const installMs = 300_000

/** Bundles our relay for plain Node, as a release would run: nothing is translated while it is measured. */
export async function bundleRelay(): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('./', import.meta.url)),
    ssr: { noExternal: [/^@commonplace\//] },
    build: {
      ssr: fileURLToPath(new URL('./servers/commonplace.ts', import.meta.url)),
      target: 'node20',
      outDir: relayBundle,
      emptyOutDir: true,
      rollupOptions: {
        // What the relay depends on is found from where the bundle lies.
        external: id => /^[@\w]/.test(id) && !id.startsWith('@commonplace/') && !isAbsolute(id),
        output: { entryFileNames: 'commonplace.mjs' },
      },
    },
  })
}

/**
 * Installs the peers beside the bench, unless they are there already.
 *
 * @param withStores builds the store of Hocuspocus too, which needs a C++ compiler
 * @throws when npm fails
 */
export async function installPeers(withStores: boolean): Promise<void> {
  const { dependencies } = JSON.parse(await readFile(join(peersFolder, 'package.json'), 'utf8'))
  const versions = await Promise.all(
    Object.entries(dependencies as Record<string, string>).map(async ([name, wanted]) => {
      const text = await readFile(join(peersFolder, 'node_modules', name, 'package.json'), 'utf8').catch(() => '{}')
      return JSON.parse(text).version === wanted
    }),
  )
  if (versions.includes(false)) {
    process.stderr.write('installing the peers with npm …\n')
    await npm('install', '--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund')
  }
  if (withStores && !isInstalled('better-sqlite3/build/Release/better_sqlite3.node')) {
    process.stderr.write('building SQLite for Hocuspocus …\n')
    await npm('rebuild', 'better-sqlite3')
  }
}

async function npm(...args: string[]): Promise<void> {
  const child = spawn('npm', [...args, '--loglevel=error'], {
    cwd: peersFolder,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
    timeout: installMs,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => {
      output += bytes.toString()
    })
  }
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`npm ${args[0]} failed in ${peersFolder}:\n${output.trim().slice(-2000)}`)
}
