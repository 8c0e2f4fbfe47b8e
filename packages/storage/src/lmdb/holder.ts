import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { isMainThread } from 'node:worker_threads'

/** Who holds a store: enough to tell, later and from another process, whether it still runs. */
export interface Holder {
  readonly pid: number
  /** When the process started, as its platform writes it; tells a process from a later one with the same pid. */
  readonly started: string
  /** Changes when the machine restarts; '' where the platform does not tell. */
  readonly boot: string
  /** Inside which its pid means something (containers have their own); '' where the platform does not tell. */
  readonly namespace: string
  readonly host: string
  /** The thread of the process, where that is not its first one and the platform tells: it may end before the process does. */
  readonly thread?: { readonly id: string; readonly started: string }
  /** Tells one time that the process held the store from another. */
  readonly opening?: string
}

/** This process, as the holder of a store. */
export function thisProcess(): Holder {
  return {
    pid: process.pid,
    started: startOf(process.pid) ?? '',
    boot: orEmpty(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    namespace: orEmpty(() => readlinkSync('/proc/self/ns/pid')),
    host: hostname(),
    ...(!isMainThread && thisThread()),
  }
}

function thisThread(): Pick<Holder, 'thread'> {
  // proc(5): `<pid>/task/<tid>`
  const id = orEmpty(() => readlinkSync('/proc/thread-self')).split('/')[2]
  const started = id && linuxStart(`${process.pid}/task/${id}`)
  return id && started ? { thread: { id, started } } : {}
}

/**
 * Whether a holder has ended for certain. One in another container whose pids cannot be seen from here counts as
 * running, unless that container has our host name: then it is this one before it was restarted.
 */
export function hasEnded(holder: Holder, us: Holder = thisProcess()): boolean {
  if (holder.boot !== us.boot) return true
  if (holder.namespace !== us.namespace) return holder.host === us.host
  const { pid, started, thread } = holder
  if (startOf(pid) !== started) return true
  return thread !== undefined && linuxStart(`${pid}/task/${thread.id}`) !== thread.started
}

/** When a process started, or undefined when there is none with this pid. */
function startOf(pid: number): string | undefined {
  if (process.platform === 'linux') return linuxStart(pid)
  if (process.platform === 'win32') return isRunning(pid) ? '' : undefined
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return isRunning(pid) ? '' : undefined
  }
}

/** @param place in /proc: a process, or a thread of one */
function linuxStart(place: number | string): string | undefined {
  let stat: string
  try {
    stat = readFileSync(`/proc/${place}/stat`, 'utf8')
  } catch {
    return undefined
  }
  // The second field is the name in parentheses and may hold spaces and parentheses itself; proc(5): the state is the
  // third, the start time in clock ticks since boot the 22nd.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const state = fields[0]
  return state === 'Z' || state === 'X' ? undefined : fields[19]
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function orEmpty(read: () => string): string {
  try {
    return read()
  } catch {
    return ''
  }
}
