import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { nodeArguments } from '../../scripts/node-program'

const bin = fileURLToPath(new URL('../../packages/relay/src/bin.ts', import.meta.url))

/** A relay in a process of its own, as `commonplace-relay` starts it. */
export interface RelayProcess {
  readonly url: string
  readonly port: number
  readonly pid: number
  /** false once the process has ended, by whatever cause */
  readonly isRunning: boolean
  /** resolves when the process has ended */
  readonly gone: Promise<unknown>
  /** Ends it as a power cut would: no signal handler runs. Resolves when the process is gone. */
  kill(): Promise<void>
  /** Stops it as a machine that is suspended does, until `wake`. */
  freeze(): void
  wake(): void
}

/**
 * Starts the relay's command line; resolves when it says where it listens.
 *
 * @param options.onLog gets each line of its log from `warn` on; else they go to stderr
 */
export async function startRelayProcess(options: {
  data: string
  port?: number
  receiptKey?: string
  onLog?: (line: string) => void
}): Promise<RelayProcess> {
  const { data, port = 0, receiptKey, onLog } = options
  const flags = ['--insecure', '--port', String(port), '--data', data, '--log-level', 'warn']
  if (receiptKey) flags.push('--receipt-key', receiptKey)
  const child = spawn(process.execPath, nodeArguments(bin, ...flags), {
    stdio: ['ignore', 'pipe', onLog ? 'pipe' : 'inherit'],
  })
  let lastLine = ''
  const note = (line: string) => {
    lastLine = line
    onLog?.(line)
  }
  if (onLog) createInterface({ input: child.stderr! }).on('line', note)
  const killed = () => child.kill('SIGKILL')
  process.once('exit', killed)
  child.once('exit', () => process.off('exit', killed))
  const ended = once(child, 'exit')
  const url = await Promise.race([listening(child), failed(child, () => lastLine)])
  const isRunning = () => child.exitCode === null && child.signalCode === null
  return {
    url,
    port: Number(new URL(url).port),
    // It listens, so it was started.
    pid: child.pid!,
    gone: ended,
    get isRunning() {
      return isRunning()
    },
    async kill() {
      if (!isRunning()) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
    freeze: () => child.kill('SIGSTOP'),
    wake: () => child.kill('SIGCONT'),
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

async function failed(child: ChildProcess, reason: () => string): Promise<never> {
  const [code] = await once(child, 'close')
  throw new Error(`the relay ended with exit code ${code} before it listened. ${reason()}`)
}
