import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

const typescript = ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href]
const bin = fileURLToPath(new URL('../../packages/relay/src/bin.ts', import.meta.url))

/** A relay in a process of its own, as `commonplace-relay` starts it. */
export interface RelayProcess {
  readonly url: string
  readonly port: number
  /** Ends it as a power cut would: no signal handler runs. Resolves when the process is gone. */
  kill(): Promise<void>
}

/** Starts the relay's command line; resolves when it says where it listens. */
export async function startRelayProcess(options: { data: string; port?: number }): Promise<RelayProcess> {
  const flags = ['--insecure', '--port', String(options.port ?? 0), '--data', options.data, '--log-level', 'warn']
  const child = spawn(process.execPath, [...typescript, bin, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] })
  const killed = () => child.kill('SIGKILL')
  process.once('exit', killed)
  child.once('exit', () => process.off('exit', killed))
  const url = await Promise.race([listening(child), failed(child)])
  return {
    url,
    port: Number(new URL(url).port),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}

function listening(child: ChildProcess): Promise<string> {
  return new Promise(resolve => {
    let text = ''
    child.stdout?.on('data', (bytes: Buffer) => {
      text += bytes.toString()
      const [url] = /ws:\/\/[^\s]+/.exec(text) ?? []
      if (url && text.includes('\n')) resolve(url)
    })
  })
}

async function failed(child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'exit')
  throw new Error(`the relay ended with exit code ${code} before it listened`)
}
