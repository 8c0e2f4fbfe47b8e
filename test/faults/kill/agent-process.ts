import { fork } from 'node:child_process'
import { once } from 'node:events'
import { nodeProgram } from '../../../scripts/node-program'
import type { Workshop } from '../workshop'
import type { Acknowledged } from './writer'

const writer = new URL('./writer.ts', import.meta.url)

/** A writer in a process of its own. */
export interface AgentProcess {
  readonly name: string
  /** resolves when the process is gone and everything it said is heard; rejects when it ended by itself */
  readonly gone: Promise<void>
  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void
}

/** Starts a writer on a store that it may have used in an earlier life. */
export function startAgent(
  workshop: Workshop,
  options: { url: string; path: string; name: string; life: string },
  onAcknowledged: (record: Acknowledged) => void,
): AgentProcess {
  const { url, path, name, life } = options
  const { file, execArgv } = nodeProgram(writer)
  const child = workshop.adopt(fork(file, [url, path, name, life], { execArgv }))
  child.on('message', message => onAcknowledged(message as Acknowledged))
  const ended = Promise.all([once(child, 'exit'), once(child, 'disconnect')])
  const gone = ended.then(([[code, signal]]) => {
    if (signal !== 'SIGKILL') throw new Error(`agent "${name}" ended by itself with exit code ${code}`)
  })
  // Whoever waits for it hears of it; until then it is nobody's unhandled rejection.
  gone.catch(() => {})
  return { name, gone, signal: signal => child.kill(signal) }
}
