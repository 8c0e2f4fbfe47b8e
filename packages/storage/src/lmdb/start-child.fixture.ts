import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { nodeArguments } from '../../../../scripts/node-program'

const program = new URL('./child.fixture.ts', import.meta.url)

export interface Child {
  readonly pid: number
  send(order: string): void
  /** The next line it says; undefined once it has ended. */
  next(): Promise<string | undefined>
  /** Kills it as the kernel does, and waits until it is gone. */
  kill(): Promise<void>
}

/**
 * Starts `child.fixture.ts` on a folder.
 *
 * @param limitKiB no file it writes may grow beyond
 * @param files so many it may have open at most
 */
export async function startChild(
  path: string,
  { limitKiB, files }: { limitKiB?: number; files?: number } = {},
): Promise<Child> {
  const command = [process.execPath, ...nodeArguments(program, path)]
  const options = { stdio: ['pipe', 'pipe', 'inherit'] as ['pipe', 'pipe', 'inherit'] }
  const limits = [
    ...(limitKiB === undefined ? [] : [`-f ${limitKiB}`]),
    ...(files === undefined ? [] : [`-n ${files}`]),
  ]
  const child: ChildProcess =
    limits.length === 0
      ? spawn(command[0]!, command.slice(1), options)
      : spawn('bash', ['-c', `ulimit ${limits.join(' ')}; exec "$@"`, 'bash', ...command], options)
  const ended = once(child, 'exit')
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
  const next = async () => (await lines.next()).value as string | undefined
  if ((await next()) !== 'ready') throw new Error('the child did not start')
  return {
    pid: child.pid!,
    send: order => void child.stdin!.write(`${order}\n`),
    next,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
