import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { SubjectName } from './subjects'
import { Turns } from './turns'
import type { Row } from './workloads/workload'
import type { WorkloadName } from './workloads/workloads'

const typescript = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
// Young objects of the generator have room, so that it seldom collects garbage while something is measured.
const roomy = ['--expose-gc', '--min-semi-space-size=64', '--max-semi-space-size=64']
const script = fileURLToPath(new URL('./row.ts', import.meta.url))

/** One workload against one server. */
export interface RowOptions {
  readonly workload: WorkloadName
  readonly subject: SubjectName
  readonly records: number
  readonly isQuick: boolean
  /** folder for a CPU profile of the server */
  readonly profile?: string
  /** how long one turn may take */
  readonly limitMs: number
  /** shared with rows that are played at the same time, a round of each in turn */
  readonly turns?: Turns
}

/**
 * Plays one row in a process of its own.
 *
 * @throws when it fails, or a turn of it has not ended within `limitMs`
 */
export async function runRow(options: RowOptions): Promise<Row> {
  const { workload, subject, records, isQuick, profile, limitMs, turns = new Turns() } = options
  let endTurn = await turns.take()
  const flags = ['--workload', workload, '--subject', subject, '--records', String(records)]
  if (isQuick) flags.push('--quick')
  if (profile !== undefined) flags.push('--profile', profile)
  const child = spawn(process.execPath, [...roomy, '--import', typescript, script, ...flags], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  let errors = ''
  child.stdout?.on('data', (bytes: Buffer) => {
    output += bytes.toString()
  })
  child.stderr?.on('data', (bytes: Buffer) => {
    errors = (errors + bytes.toString()).slice(-4000)
  })
  let isLate = false
  const watch = () =>
    setTimeout(() => {
      isLate = true
      child.kill('SIGKILL')
    }, limitMs)
  let deadline = watch()
  // All that a row says is that others may have their turn.
  child.on('message', async () => {
    clearTimeout(deadline)
    endTurn()
    endTurn = await turns.take()
    if (!child.connected) endTurn()
    else {
      deadline = watch()
      child.send('go on')
    }
  })
  const [code] = await once(child, 'close')
  clearTimeout(deadline)
  endTurn()
  if (isLate) throw new Error(`not done after ${limitMs / 1000} s`)
  const line = output.trim().split('\n').at(-1) ?? ''
  if (code !== 0 || line === '') throw new Error(reasonIn(errors) ?? `its load generator ended with exit code ${code}`)
  return JSON.parse(line)
}

/** The lines of an error output that say what went wrong: the server's, then the generator's. */
function reasonIn(errors: string): string | undefined {
  const lines = errors.split('\n').filter(line => /^\w*Error\b/.test(line))
  const told = [...new Set([lines[0], lines.at(-1)])].filter(line => line !== undefined)
  return told.length > 0 ? told.join('; ') : errors.trim().split('\n').at(-1)
}
