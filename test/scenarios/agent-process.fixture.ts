import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { fileURLToPath, pathToFileURL } from 'node:url'

const typescript = ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href]

/** An agent in a process of its own, which says on stdout how far it is. */
export interface AgentProcess {
  /** Resolves when it has printed this line; rejects when it ends before. */
  printed(line: string): Promise<void>
  /** Resolves with the first line that begins so. */
  begun(prefix: string): Promise<string>
  /** The lines it has printed. */
  said(): readonly string[]
  tell(line: string): void
  /** Ends it as a power cut would. Resolves when it is gone. */
  kill(): Promise<void>
  /** Resolves with the exit code when it ends by itself. */
  readonly ended: Promise<number | null>
}

/** Starts a script beside the scenarios. */
export function startAgent(script: string, args: readonly string[]): AgentProcess {
  const file = fileURLToPath(new URL(script, import.meta.url))
  const child: ChildProcess = spawn(process.execPath, [...typescript, file, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const killed = () => child.kill('SIGKILL')
  process.once('exit', killed)
  const lines: string[] = []
  let changed = () => {}
  let isGone = false
  createInterface({ input: child.stdout! }).on('line', line => {
    lines.push(line)
    changed()
  })
  const ended = once(child, 'close').then(([code]) => {
    process.off('exit', killed)
    isGone = true
    changed()
    return code as number | null
  })
  async function begun(prefix: string): Promise<string> {
    for (;;) {
      const line = lines.find(each => each.startsWith(prefix))
      if (line !== undefined) return line
      if (isGone) throw new Error(`${script} ended before it said "${prefix}"; it said ${JSON.stringify(lines)}`)
      await new Promise<void>(resolve => {
        const before = changed
        changed = () => {
          before()
          resolve()
        }
      })
    }
  }
  return {
    ended,
    begun,
    said: () => lines,
    printed: async line => void (await begun(line)),
    tell: line => child.stdin!.write(`${line}\n`),
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
