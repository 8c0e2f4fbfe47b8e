import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Subject } from './subjects'

const meter = new URL('./servers/meter.mjs', import.meta.url).href
const startMs = 20_000

/** What a server has used so far. */
export interface Reading {
  /** of all its threads, since it started: when it was asked, and when it had looked, which takes some itself */
  readonly askedCpuMs: number
  readonly answeredCpuMs: number
  readonly memoryMb: number
  /** the part of it that is no file's; null where the system does not tell */
  readonly ownMb: number | null
  readonly peakMb: number
  /** the longest time its event loop did not turn, since the last reading that was asked to `reset` */
  readonly loopBlockMs: number
}

/** What a server used between two readings, what they took aside. */
export const cpuMsBetween = (before: Reading, after: Reading): number => after.askedCpuMs - before.answeredCpuMs

/** A server under test, in a process of its own. */
export interface ServerProcess {
  readonly port: number
  /** `collect` collects garbage first */
  read(options?: { collect?: boolean; reset?: boolean }): Promise<Reading>
  stop(): Promise<void>
}

// As the image of the relay starts it, and so every server: below so many MB no heap is marked, and malloc has one arena.
const heapFloor = '--initial-old-space-size=64'
const oneArena = { MALLOC_ARENA_MAX: '1' }

/**
 * Starts a server on a free port, with a folder of its own; it ends with this process.
 *
 * @param profile folder for a CPU profile, written when the server stops
 * @throws when it does not listen
 */
export async function startServer({ script, environment }: Subject, profile?: string): Promise<ServerProcess> {
  const port = await freePort()
  const data = await mkdtemp(join(tmpdir(), 'commonplace-bench-'))
  const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]
  const child = spawn(process.execPath, [heapFloor, '--expose-gc', ...profiling, '--import', meter, script], {
    env: { ...process.env, NODE_ENV: 'production', ...oneArena, PORT: String(port), ...environment(data) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const killed = () => child.kill('SIGKILL')
  process.once('exit', killed)

  async function stop(): Promise<void> {
    process.off('exit', killed)
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit')
      const deadline = setTimeout(() => child.kill('SIGKILL'), 3000)
      child.send({ end: true }, () => {})
      await gone
      clearTimeout(deadline)
    }
    await rm(data, { recursive: true, force: true })
  }

  try {
    await listening(child, port)
  } catch (error) {
    await stop()
    throw error
  }
  const gone = ended(child)
  // Whoever reads next hears of it.
  gone.catch(() => {})
  return {
    port,
    async read(options = {}) {
      const answer = once(child, 'message')
      child.send(options)
      const [reading] = await Promise.race([answer, gone])
      return reading as Reading
    },
    stop,
  }
}

async function listening(child: ChildProcess, port: number): Promise<void> {
  const deadline = performance.now() + startMs
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the server ended with exit code ${child.exitCode}`)
    if (await accepts(port)) return
    await pause(50)
  }
  throw new Error(`the server does not listen after ${startMs / 1000} s`)
}

async function ended(child: ChildProcess): Promise<never> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  throw new Error(`the server ended with ${child.exitCode ?? child.signalCode}`)
}

function accepts(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
