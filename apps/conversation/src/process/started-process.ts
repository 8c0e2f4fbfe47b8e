import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { nodeProgram } from '../../../../scripts/node-program'
import type { Call, Message, Verbs } from './message'

const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Ends every process that this one started; resolves when they are gone. */
export async function endAll(): Promise<void> {
  await Promise.all([...running].map(endProcess))
}

/** How long a process may take to end after its channel closed, before it is killed, in ms. */
const endMs = 5_000

/**
 * A Node process running one TypeScript file of this program, called through its IPC channel (`serveVerbs` there). What
 * it prints goes to our stderr.
 */
export class StartedProcess<Offered extends Verbs> {
  readonly name: string
  private readonly child: ChildProcess
  private readonly waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  private lastCall = 0

  /**
   * @param name what messages call it
   * @param onNews gets what the process tells without being asked
   */
  constructor(name: string, program: URL, onNews: (news: unknown) => void = () => {}) {
    this.name = name
    const { file, execArgv } = nodeProgram(program)
    this.child = fork(file, { execArgv, stdio: ['ignore', 2, 2, 'ipc'] })
    running.add(this.child)
    this.child.on('message', (message: Message) => this.hear(message, onNews))
    this.child.on('error', error => this.fail(error.message))
    this.child.on('exit', (code, signal) => {
      running.delete(this.child)
      this.fail(`the process ended (${signal ?? `exit code ${code}`})`)
    })
  }

  /** @throws Error with the reason the other process gave, or when it ended before it answered */
  call<Verb extends keyof Offered & string>(
    verb: Verb,
    input: Parameters<Offered[Verb]>[0],
  ): ReturnType<Offered[Verb]> {
    const call: Call = { call: ++this.lastCall, verb, input }
    const answer = new Promise((resolve, reject) => {
      if (!this.child.connected) return reject(new Error(`${this.name}: the process is gone`))
      this.waiting.set(call.call, { resolve, reject })
      this.child.send(call, error => error && this.fail(error.message))
    })
    return answer as ReturnType<Offered[Verb]>
  }

  /** Ends the process; resolves when it is gone. */
  end(): Promise<void> {
    return endProcess(this.child)
  }

  private hear(message: Message, onNews: (news: unknown) => void): void {
    if ('news' in message) {
      onNews(message.news)
      return
    }
    const number = 'answer' in message ? message.answer : message.failed
    const waiting = this.waiting.get(number)
    this.waiting.delete(number)
    if ('answer' in message) waiting?.resolve(message.value)
    else waiting?.reject(new Error(`${this.name}: ${message.reason}`, { cause: message.stack }))
  }

  private fail(reason: string): void {
    for (const { reject } of this.waiting.values()) reject(new Error(`${this.name}: ${reason}`))
    this.waiting.clear()
  }
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (!running.has(child)) return
  const gone = once(child, 'exit')
  if (child.connected) child.disconnect()
  const timer = setTimeout(() => child.kill('SIGKILL'), endMs)
  await gone
  clearTimeout(timer)
}
