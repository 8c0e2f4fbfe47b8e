import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { OpenOptions } from '@commonplace/memory'
import { onTestFinished } from 'vitest'
import type { Answer } from './remote-agent-process.fixture'

const execArgv = ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href]
const script = fileURLToPath(new URL('remote-agent-process.fixture.ts', import.meta.url))

/** An agent in a process of its own, whose memory's verbs are called from here. What they answer arrives as JSON. */
export interface RemoteAgent {
  /** Calls a verb by its path, such as `facts.assert`; rejects with the code of the error it throws. */
  call<T>(verb: string, ...args: unknown[]): Promise<T>
}

/** Starts a process that opens a memory without a disk; it is killed when the test has finished. */
export async function startRemoteAgent(
  options: Pick<OpenOptions, 'agent' | 'relay' | 'checkpoints'>,
): Promise<RemoteAgent> {
  const child = fork(script, [], { execArgv, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const gone = once(child, 'exit')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await gone
  })
  const waiting = new Map<number, (answer: Answer) => void>()
  child.on('message', (answer: Answer) => waiting.get(answer.number)?.(answer))
  let count = 0
  async function call<T>(verb: string, ...args: unknown[]): Promise<T> {
    const number = count++
    const answered = new Promise<Answer>(resolve => waiting.set(number, resolve))
    child.send({ number, verb, args })
    const answer = await Promise.race([answered, gone.then(([code]) => ({ number, error: `ended with ${code}` }))])
    if ('error' in answer && answer.error !== undefined) throw new Error(`${verb}: ${answer.error}`)
    return (answer as { value: T }).value
  }
  await call('open', options)
  return { call }
}
