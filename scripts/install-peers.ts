import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

const installMs = 300_000

/**
 * Installs what a folder's `package.json` names with npm, unless it is there already in the versions named.
 *
 * @throws when npm fails
 */
export async function installPeers(folder: string): Promise<void> {
  const { dependencies } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  const present = await Promise.all(
    Object.entries(dependencies as Record<string, string>).map(async ([name, wanted]) => {
      const text = await readFile(join(folder, 'node_modules', name, 'package.json'), 'utf8').catch(() => '{}')
      return JSON.parse(text).version === wanted
    }),
  )
  if (!present.includes(false)) return
  process.stderr.write('installing the peers with npm …\n')
  await npm(folder, 'install', '--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund')
}

/** @throws with the end of its output when it fails */
export async function npm(folder: string, ...args: string[]): Promise<void> {
  const child = spawn('npm', [...args, '--loglevel=error'], {
    cwd: folder,
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
  if (code !== 0) throw new Error(`npm ${args[0]} failed in ${folder}:\n${output.trim().slice(-2000)}`)
}
